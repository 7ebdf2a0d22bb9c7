--TEST--
C-150, C-151: a Fiber that waits for something that cannot come is a deadlock like any other (any order)
--EXTENSIONS--
async
--INI--
async.debug_deadlock=0
--FILE--
<?php
use function Async\{await, current_coroutine, spawn};

$parked = new Fiber(fn() => Fiber::suspend());
$parked->start();
$fiber = new Fiber(function () {
    try { await(current_coroutine()); } catch (Cancellation $e) { echo $e->getMessage(), "\n"; throw $e; }
});
try { $fiber->start(); } catch (Cancellation $e) { echo 'main: ', $e->getMessage(), "\n"; }
?>
--EXPECTF--
Deadlock detected
main: Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 3 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
