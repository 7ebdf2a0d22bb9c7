--TEST--
C-150, C-154, C-155: two coroutines that wait for each other (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use function Async\{await, spawn};

$a = spawn(function () use (&$b) { await($b); });
$b = spawn(function () use (&$a) { await($a); });
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 2, active_events: 0

Coroutine %d spawned at %stwo_cycle.php:4, suspended at %stwo_cycle.php:4 (%s)
  waiting for:
    - Coroutine %d spawned at %stwo_cycle.php:5, suspended at %stwo_cycle.php:5 (%s)

Coroutine %d spawned at %stwo_cycle.php:5, suspended at %stwo_cycle.php:5 (%s)
  waiting for:
    - Coroutine %d spawned at %stwo_cycle.php:4, suspended at %stwo_cycle.php:4 (%s)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %stwo_cycle.php:4, suspended at %stwo_cycle.php:4 (%s)
  waits for Coroutine %d spawned at %stwo_cycle.php:5, suspended at %stwo_cycle.php:5 (%s)
  waits for the first of these


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
