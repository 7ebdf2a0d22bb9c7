--TEST--
C-192, C-154: what is left of a disposed scope waits for ever
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use Async\{Channel, Scope};
use function Async\suspend;

$channel = new Channel;
$scope = Scope::inherit();
$scope->spawn(function () use ($channel) {
    $channel->recv();
});
suspend();
$scope->dispose();
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 1, active_events: 0

Coroutine %d spawned at %szombie_scope.php:7, suspended at %szombie_scope.php:8 (%s)
  waiting for:
    - Channel(capacity=0, receivers=1, senders=0, reserved=0/0)

=== DEADLOCK REPORT END   ===


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
