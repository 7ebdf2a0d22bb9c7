--TEST--
C-111 C-112 C-113 C-115: results, errors, their keys and their order
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, delay, spawn, suspend};

// A coroutine that ends after $turns turns.
function turns(int $turns, mixed $value) {
    return spawn(function () use ($turns, $value) {
        while ($turns-- > 0) suspend();
        if ($value instanceof Throwable) throw $value;
        return $value;
    });
}
function show(array $pair): void {
    if (array_is_list($pair) && count($pair) === 2 && is_array($pair[1])) {
        $pair[1] = array_map(fn(Throwable $e) => $e->getMessage(), $pair[1]);
    }
    echo json_encode($pair), "\n";
}
$mixed = fn() => ['slow' => turns(3, 'S'), 'bad' => turns(1, new Exception('E1')), 7 => turns(2, 'seven'), 'fast' => turns(0, 'F'),
                  'worse' => turns(0, new Exception('E0'))];

show(await_all($mixed()));
show(await_all($mixed(), preserveKeyOrder: false));
show(await_all($mixed(), fillNull: true));
show(await_all($mixed(), null, false, true));
echo "-- any_of\n";
show(await_any_of(1, $mixed()));                          // waits for the other coroutines all the same
show(await_any_of(2, $mixed(), preserveKeyOrder: false));
show(await_any_of(2, $mixed(), fillNull: true));
show(await_any_of(0, $mixed()));
show(await_any_of(-1, $mixed()));
show(await_any_of(100, $mixed()));
echo "-- first_success\n";
show(await_first_success($mixed()));
show(await_first_success([turns(1, new Exception('x')), turns(0, new Exception('y'))]));
echo "-- or_fail\n";
$good = fn() => ['slow' => turns(2, 'S'), 5 => turns(0, 'five'), 'mid' => turns(1, null)];
show(await_all_or_fail($good()));
show(await_all_or_fail($good(), preserveKeyOrder: false));
show(await_any_of_or_fail(2, $good()));
show(await_any_of_or_fail(2, $good(), null, false));
show(await_any_of_or_fail(-5, $good(), null, false));
show(await_any_of_or_fail(9, $good()));
var_dump(await_any_or_fail($good()));

echo "-- the first error, as it is, at once\n";
$error = new LogicException('first');
$still = turns(50, 'runs on');
foreach ([
    fn($t) => await_all_or_fail($t),
    fn($t) => await_any_or_fail($t),
    fn($t) => await_any_of_or_fail(2, $t),
] as $call) {
    try {
        $call([$still, turns(0, $error), turns(1, new Exception('second: handled'))]);
    } catch (LogicException $e) {
        var_dump($e === $error, $still->isCompleted());
    }
}
var_dump(Async\await($still));

echo "-- the same trigger under several keys\n";
$c = turns(1, 'twice');
show(await_all_or_fail(['a' => $c, 'b' => $c]));
show(await_any_of(1, [$c, $c]));
?>
--EXPECT--
[{"slow":"S","7":"seven","fast":"F"},{"worse":"E0","bad":"E1"}]
[{"fast":"F","7":"seven","slow":"S"},{"worse":"E0","bad":"E1"}]
[{"slow":"S","bad":null,"7":"seven","fast":"F","worse":null},{"worse":"E0","bad":"E1"}]
[{"slow":"S","bad":null,"7":"seven","fast":"F","worse":null},{"worse":"E0","bad":"E1"}]
-- any_of
[{"fast":"F"},{"worse":"E0","bad":"E1"}]
[{"fast":"F","7":"seven","slow":"S"},{"worse":"E0","bad":"E1"}]
[{"slow":"S","bad":null,"7":"seven","fast":"F","worse":null},{"worse":"E0","bad":"E1"}]
[{"slow":"S","7":"seven","fast":"F"},{"worse":"E0","bad":"E1"}]
[{"slow":"S","7":"seven","fast":"F"},{"worse":"E0","bad":"E1"}]
[{"slow":"S","7":"seven","fast":"F"},{"worse":"E0","bad":"E1"}]
-- first_success
["F",{"worse":"E0","bad":"E1"}]
[null,{"1":"y","0":"x"}]
-- or_fail
{"slow":"S","5":"five","mid":null}
{"slow":"S","5":"five","mid":null}
{"slow":"S","5":"five","mid":null}
{"5":"five","mid":null,"slow":"S"}
{"5":"five","mid":null,"slow":"S"}
{"slow":"S","5":"five","mid":null}
string(4) "five"
-- the first error, as it is, at once
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
string(7) "runs on"
-- the same trigger under several keys
{"a":"twice","b":"twice"}
[["twice","twice"],[]]
