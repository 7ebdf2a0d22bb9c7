--TEST--
C-121: what ends before the caller has its turn is counted, and an error then is thrown
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await_all, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, spawn, suspend};

$value = fn($v) => spawn(fn() => $v);
$error = fn($m) => spawn(fn() => throw new Exception($m));
// All end in the same round, before the caller runs.
echo json_encode(await_any_of_or_fail(1, [$value('a'), $value('b'), $value('c')])), "\n";
echo json_encode(await_any_of(1, [$value('a'), $value('b')])[0]), "\n";
var_dump(await_any_or_fail([$value('first'), $value('second')]));
[$first, $errors] = await_first_success([$value('ok'), $error('late')]);
echo $first, ' ', $errors[1]->getMessage(), "\n";
foreach ([fn($t) => await_any_or_fail($t), fn($t) => await_any_of_or_fail(1, $t)] as $call) {
    try {
        $call([$value('ok'), $error('in the window')]);
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
// C-63: an error that arrives between cancel() and the turn of the waiter
$waiter = spawn(function () use (&$failing) {
    try {
        $failing = spawn(function () { suspend(); throw new Exception('late'); });
        await_any_or_fail([$failing]);
    } catch (Throwable $e) {
        echo $e->getMessage(), ' <- ', $e->getPrevious()->getMessage(), "\n";
    }
});
suspend();
suspend();
$waiter->cancel(new Async\AsyncCancellation('cancelled'));
?>
--EXPECT--
["a","b","c"]
["a","b"]
string(5) "first"
ok late
in the window
in the window
late <- cancelled
