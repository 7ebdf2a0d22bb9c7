--TEST--
C-104, C-152: awaiting oneself is a deadlock, reported also without the report (any order)
--EXTENSIONS--
async
--INI--
async.debug_deadlock=0
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

try {
    await(current_coroutine());
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
spawn(function () { await(current_coroutine()); });
?>
--EXPECTF--
The current coroutine is not defined

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
