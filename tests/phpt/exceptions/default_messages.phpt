--TEST--
C-12: the messages of cancellations that nobody worded
--EXTENSIONS--
async
--INI--
async.debug_deadlock=0
--FILE--
<?php
use Async\Scope;
use function Async\{await, current_coroutine, delay, graceful_shutdown, spawn, suspend, timeout};

$show = function (Closure $body) {
    try { $body(); } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
};
$sleep = fn() => $show(fn() => delay(1000000));

spawn($sleep);
$coroutine = spawn($sleep);
suspend();
$coroutine->cancel();
suspend();

$scope = new Scope();
$scope->spawn($sleep);
suspend();
$scope->cancel();
$show(fn() => $scope->awaitCompletion(timeout(1000000)));
suspend();

$timed = new Scope();
$timed->spawn($sleep);
suspend();
$timed->disposeAfterTimeout(1);
$show(fn() => $timed->awaitCompletion(timeout(1000000)));
suspend();

(function () use ($sleep) { $lost = new Scope(); $lost->spawn($sleep); suspend(); })();
suspend();

$show(fn() => await(spawn(fn() => delay(1000000)), spawn(fn() => 1)));
spawn(function () { suspend(); graceful_shutdown(); });
$show(fn() => delay(1000000));
suspend();
spawn(fn() => $show(fn() => await(current_coroutine())));
?>
--EXPECTF--
Async\AsyncCancellation: Coroutine cancelled
Async\AsyncCancellation: The scope has been cancelled
Async\AsyncCancellation: Scope was cancelled
Async\AsyncCancellation: Scope has been disposed due to timeout
Async\AsyncCancellation: Scope has been disposed due to timeout
Async\AsyncCancellation: Scope is being disposed due to object destruction
Async\OperationCanceledException: Operation has been cancelled
Async\AsyncCancellation: Graceful shutdown
Async\AsyncCancellation: Graceful shutdown
Async\AsyncCancellation: Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
