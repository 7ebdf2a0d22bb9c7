--TEST--
FU-8, FU-14, C-155: waiting for a future nobody can complete is a deadlock (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};

$mapped = (new Future(new FutureState))->map(fn() => 1);
$mapped->await();
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 1, active_events: 0

Coroutine %d spawned at %s, suspended at %sdeadlock.php:5 (main)
  waiting for:
    - FutureState(pending)

=== DEADLOCK REPORT END   ===


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
