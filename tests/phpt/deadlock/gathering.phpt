--TEST--
C-154, C-155: await_all() over coroutines of which one waits for the gatherer (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use function Async\{await, await_all, spawn};

$gatherer = spawn(function () use (&$children) {
    await_all($children);
});
$children = [
    spawn(fn() => 'ends'),
    spawn(fn() => await($gatherer)),
    spawn(fn() => (new Async\Channel)->recv()),
];
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 3, active_events: 0

Coroutine %d spawned at %sgathering.php:4, suspended at %sgathering.php:5 (%s)
  waiting for:
    - Coroutine %d spawned at %sgathering.php:9, suspended at %sgathering.php:9 (%s)
    - Coroutine %d spawned at %sgathering.php:10, suspended at %sgathering.php:10 (%s)

Coroutine %d spawned at %sgathering.php:9, suspended at %sgathering.php:9 (%s)
  waiting for:
    - Coroutine %d spawned at %sgathering.php:4, suspended at %sgathering.php:5 (%s)

Coroutine %d spawned at %sgathering.php:10, suspended at %sgathering.php:10 (%s)
  waiting for:
    - Channel(capacity=0, receivers=1, senders=0, reserved=0/0)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %sgathering.php:4, suspended at %sgathering.php:5 (%s)
  waits for Coroutine %d spawned at %sgathering.php:9, suspended at %sgathering.php:9 (%s)
  waits for the first of these


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 3 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
