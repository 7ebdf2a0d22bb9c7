--TEST--
C-150, C-154, C-155: three in a ring, and one outside that waits for it (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use function Async\{await, spawn};

function wait_for_next(ArrayObject $ring, int $next) { await($ring[$next]); }

$ring = new ArrayObject;
$ring[] = spawn('wait_for_next', $ring, 2);
$ring[] = spawn('wait_for_next', $ring, 0);
$ring[] = spawn('wait_for_next', $ring, 1);
spawn(function () use ($ring) {
    await($ring[1]);
});
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 4, active_events: 0

Coroutine %d spawned at %sthree_cycle.php:7, suspended at %sthree_cycle.php:4 (wait_for_next)
  waiting for:
    - Coroutine %d spawned at %sthree_cycle.php:9, suspended at %sthree_cycle.php:4 (wait_for_next)

Coroutine %d spawned at %sthree_cycle.php:8, suspended at %sthree_cycle.php:4 (wait_for_next)
  waiting for:
    - Coroutine %d spawned at %sthree_cycle.php:7, suspended at %sthree_cycle.php:4 (wait_for_next)

Coroutine %d spawned at %sthree_cycle.php:9, suspended at %sthree_cycle.php:4 (wait_for_next)
  waiting for:
    - Coroutine %d spawned at %sthree_cycle.php:8, suspended at %sthree_cycle.php:4 (wait_for_next)

Coroutine %d spawned at %sthree_cycle.php:10, suspended at %sthree_cycle.php:11 (%s)
  waiting for:
    - Coroutine %d spawned at %sthree_cycle.php:8, suspended at %sthree_cycle.php:4 (wait_for_next)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %sthree_cycle.php:7, suspended at %sthree_cycle.php:4 (wait_for_next)
  waits for Coroutine %d spawned at %sthree_cycle.php:9, suspended at %sthree_cycle.php:4 (wait_for_next)
  waits for Coroutine %d spawned at %sthree_cycle.php:8, suspended at %sthree_cycle.php:4 (wait_for_next)
  waits for the first of these


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 4 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
