--TEST--
C-104, C-150, C-152, C-153, C-154, C-155: two coroutines that wait for each other (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$a = spawn(function () use (&$b) {
    try { await($b); } catch (\Cancellation $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
});
$b = spawn(function () use (&$a) { await($a); });
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 2, active_events: 0

Coroutine %d spawned at %sdeadlock.php:%d, suspended at %sdeadlock.php:%d (%s)
  waiting for:
    - Coroutine %d spawned at %sdeadlock.php:%d, suspended at %sdeadlock.php:%d (%s)

Coroutine %d spawned at %sdeadlock.php:%d, suspended at %sdeadlock.php:%d (%s)
  waiting for:
    - Coroutine %d spawned at %sdeadlock.php:%d, suspended at %sdeadlock.php:%d (%s)

=== DEADLOCK REPORT END   ===

Async\AsyncCancellation: Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
