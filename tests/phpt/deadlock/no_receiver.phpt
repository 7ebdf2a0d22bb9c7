--TEST--
C-154, C-155, CH-37: senders nobody receives from (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

$channel = new Channel(1);
foreach (['kept', 'waits', 'waits too'] as $value) {
    spawn(fn() => $channel->send($value));
}
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 2, active_events: 0

Coroutine %d spawned at %sno_receiver.php:7, suspended at %sno_receiver.php:7 (%s)
  waiting for:
    - Channel(capacity=1, receivers=0, senders=2, reserved=0/0)

Coroutine %d spawned at %sno_receiver.php:7, suspended at %sno_receiver.php:7 (%s)
  waiting for:
    - Channel(capacity=1, receivers=0, senders=2, reserved=0/0)

=== DEADLOCK REPORT END   ===


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
