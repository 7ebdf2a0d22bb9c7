--TEST--
C-154, C-155, CH-37: a receiver nobody sends to (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use Async\Channel;

$channel = new Channel(3);
$channel->recv();
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 1, active_events: 0

Coroutine %d spawned at %sno_sender.php:5, suspended at %sno_sender.php:5 (main)
  waiting for:
    - Channel(capacity=3, receivers=1, senders=0, reserved=0/0)

=== DEADLOCK REPORT END   ===


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
