--TEST--
IT-2, IT-3, X-1: from plain script code; value and key; false stops
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{await, current_context, iterate, spawn, suspend};

iterate(['a' => 1, 2, 'b' => 3], function ($value, $key) { echo "$key => $value\n"; });
iterate(new ArrayIterator(['x' => 'y']), function ($value, $key) { echo "$key => $value\n"; });
iterate([], function () { echo "never\n"; });
iterate((function () { yield 'k' => 'v'; yield [1] => null; })(), function ($value, $key) { echo json_encode([$key, $value]), "\n"; });
iterate(["strrev %d\n", "x %d\n"], 'printf');

echo "-- false stops, other falsy results do not\n";
iterate([0, null, '', [], false, 'never'], function ($value) { var_dump($value); return $value; });
echo "-- running callbacks end\n";
iterate([1, 2, 3, 4], function ($value) {
    echo "begin $value\n";
    suspend();
    echo "end $value\n";
    return $value !== 2;
});
echo "-- in a child of the current scope\n";
current_context()->set('where', 'here');
iterate([1], function () { echo current_context()->findLocal('where') ?? 'nothing', ' ', current_context()->find('where'), "\n"; });
?>
--EXPECT--
a => 1
0 => 2
b => 3
x => y
["k","v"]
[[1],null]
strrev 0
x 1
-- false stops, other falsy results do not
int(0)
NULL
string(0) ""
array(0) {
}
bool(false)
-- running callbacks end
begin 1
end 1
begin 2
begin 3
end 2
end 3
-- in a child of the current scope
nothing here
