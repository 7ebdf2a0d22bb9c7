--TEST--
C-119: an error elsewhere stops every await function
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, delay, spawn, suspend};

$never = fn() => [spawn(fn() => delay(100000))];
foreach ([
    fn() => await_any_or_fail($never()),
    fn() => await_first_success($never()),
    fn() => await_all_or_fail($never()),
    fn() => await_all($never()),
    fn() => await_any_of(1, $never()),
    fn() => await_any_of_or_fail(1, $never()),
    fn() => await_all((function () use ($never) { yield from $never(); delay(100000); })()),
] as $i => $call) {
    spawn(function () use ($call, $i) {
        try {
            $call();
        } catch (Throwable $e) {
            echo $i, ' ', get_class($e), ': ', $e->getMessage(), "\n";
        }
    });
}
suspend();
suspend();
spawn(fn() => throw new Exception('unrelated'));
await_all($never());
echo "not reached\n";
?>
--EXPECTF--
%d Async\AsyncCancellation: Graceful shutdown
%d Async\AsyncCancellation: Graceful shutdown
%d Async\AsyncCancellation: Graceful shutdown
%d Async\AsyncCancellation: Graceful shutdown
%d Async\AsyncCancellation: Graceful shutdown
%d Async\AsyncCancellation: Graceful shutdown
%d Async\AsyncCancellation: Graceful shutdown

Fatal error: Uncaught Exception: unrelated in %sunrelated_error.php:24
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %sunrelated_error.php on line 24
