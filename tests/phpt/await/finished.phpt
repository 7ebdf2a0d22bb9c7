--TEST--
C-114 C-117: triggers that have ended count at once, in input order; nothing to wait for
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, spawn, suspend};

foreach ([[], new ArrayIterator([]), (function () { yield from []; })()] as $empty) {
    if ($empty instanceof Generator) $empty = fn() => (function () { yield from []; })();
    else { $source = $empty; $empty = fn() => $source; }
    echo json_encode([await_any_or_fail($empty()), await_first_success($empty()), await_all_or_fail($empty()), await_all($empty()),
                      await_any_of(2, $empty()), await_any_of_or_fail(2, $empty())]), "\n";
}

$ok = fn($v) => spawn(fn() => $v);
$error = new Exception('e');
[$a, $b] = [$ok('a'), $ok('b')];
$failed = spawn(fn() => throw $error);
try { await($failed); } catch (Exception) {}
$pending = spawn(function () { suspend(); echo "the pending one ran\n"; return 'p'; });
$other = spawn(function () { echo "others ran\n"; });

// Nobody else runs as long as what has ended is enough.
var_dump(await_any_or_fail([$pending, $a, $failed]));
echo json_encode(await_any_of_or_fail(2, ['x' => $a, 'p' => $pending, 'y' => $b, 'f' => $failed])), "\n";
[$value, $errors] = await_first_success([$failed, 'p' => $pending, 'a' => $a, 'late' => $failed]);
var_dump($value, array_keys($errors), $errors[0] === $error);
[$values, $errors] = await_any_of(1, ['p' => $pending, 'a' => $a, 'f' => $failed, 'b' => $b]);
echo json_encode([$values, array_keys($errors)]), "\n";
foreach ([
    fn() => await_any_or_fail([$pending, $failed, $a]),
    fn() => await_all_or_fail([$a, $pending, $failed]),
    fn() => await_any_of_or_fail(2, [$a, $failed, $b]),
] as $call) {
    try {
        $call();
    } catch (Exception $e) {
        var_dump($e === $error);
    }
}
echo json_encode(await_all_or_fail(['b' => $b, 'a' => $a])), "\n";
echo "now wait\n";
echo json_encode(await_all_or_fail(['b' => $b, 'p' => $pending, 'a' => $a])), "\n";
echo json_encode(await_any_of_or_fail(0, ['nothing is looked at'])), "\n";
?>
--EXPECT--
[null,[null,[]],[],[[],[]],[[],[]],[]]
[null,[null,[]],[],[[],[]],[[],[]],[]]
[null,[null,[]],[],[[],[]],[[],[]],[]]
string(1) "a"
{"x":"a","y":"b"}
string(1) "a"
array(2) {
  [0]=>
  int(0)
  [1]=>
  string(4) "late"
}
bool(true)
[{"a":"a","b":"b"},["f"]]
bool(true)
bool(true)
bool(true)
{"b":"b","a":"a"}
now wait
others ran
the pending one ran
{"b":"b","p":"p","a":"a"}
[]
