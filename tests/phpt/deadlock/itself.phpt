--TEST--
C-104, C-154, C-155: awaiting oneself (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use function Async\{await, current_coroutine, spawn};

spawn(function () {
    await(current_coroutine());
});
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 1, active_events: 0

Coroutine %d spawned at %sitself.php:4, suspended at %sitself.php:5 (%s)
  waiting for:
    - Coroutine %d spawned at %sitself.php:4, suspended at %sitself.php:5 (%s)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %sitself.php:4, suspended at %sitself.php:5 (%s)
  waits for itself


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
