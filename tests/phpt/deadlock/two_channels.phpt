--TEST--
C-154, C-155: each waits for what the other would send afterwards (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

$left = new Channel;
$right = new Channel;
spawn(function () use ($left, $right) {
    $left->recv();
    $right->send(1);
});
spawn(function () use ($left, $right) {
    $right->recv();
    $left->send(1);
});
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 2, active_events: 0

Coroutine %d spawned at %stwo_channels.php:7, suspended at %stwo_channels.php:8 (%s)
  waiting for:
    - Channel(capacity=0, receivers=1, senders=0, reserved=0/0)

Coroutine %d spawned at %stwo_channels.php:11, suspended at %stwo_channels.php:12 (%s)
  waiting for:
    - Channel(capacity=0, receivers=1, senders=0, reserved=0/0)

=== DEADLOCK REPORT END   ===


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
