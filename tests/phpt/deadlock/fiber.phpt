--TEST--
C-154, C-172: a Fiber that waits for the coroutine that is resuming it (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use function Async\{await, current_coroutine, spawn};

spawn(function () {
    $resumer = current_coroutine();
    $fiber = new Fiber(function () use ($resumer) {
        await($resumer);
    });
    $fiber->start();
});
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 2, active_events: 0

Coroutine %d spawned at %sfiber.php:4, suspended at %sfiber.php:9 (%s)
  waiting for:
    - Fiber::suspend()
    - Coroutine %d spawned at %sfiber.php:9, suspended at %sfiber.php:7 (%s)

Coroutine %d spawned at %sfiber.php:9, suspended at %sfiber.php:7 (%s)
  waiting for:
    - Coroutine %d spawned at %sfiber.php:4, suspended at %sfiber.php:9 (%s)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %sfiber.php:4, suspended at %sfiber.php:9 (%s)
  waits for Coroutine %d spawned at %sfiber.php:9, suspended at %sfiber.php:7 (%s)
  waits for the first of these


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
