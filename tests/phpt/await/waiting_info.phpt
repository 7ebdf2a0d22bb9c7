--TEST--
C-57 C-155 C-154: who waits for several names each of them
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, await_all, spawn, suspend, timeout};

$self = fn() => await(Async\current_coroutine());
$waiter = spawn(function () use ($self) {
    try { await_all([spawn($self), spawn($self)]); } catch (Async\AsyncCancellation) {}
});
suspend(); suspend();
foreach ($waiter->getAwaitingInfo() as $line) echo preg_replace('/Coroutine \d+ spawned at .*:/U', 'Coroutine N spawned at F:', $line), "\n";
?>
--EXPECTF--
Coroutine N spawned at F:6, suspended at %swaiting_info.php:4 (%s)
Coroutine N spawned at F:6, suspended at %swaiting_info.php:4 (%s)

=== DEADLOCK REPORT START ===
Coroutines waiting: 3, active_events: 0

Coroutine %d spawned at %swaiting_info.php:5, suspended at %swaiting_info.php:6 (%s)
  waiting for:
    - Coroutine %d spawned at %swaiting_info.php:6, suspended at %swaiting_info.php:4 (%s)
    - Coroutine %d spawned at %swaiting_info.php:6, suspended at %swaiting_info.php:4 (%s)

Coroutine %d spawned at %swaiting_info.php:6, suspended at %swaiting_info.php:4 (%s)
  waiting for:
    - Coroutine %d spawned at %swaiting_info.php:6, suspended at %swaiting_info.php:4 (%s)

Coroutine %d spawned at %swaiting_info.php:6, suspended at %swaiting_info.php:4 (%s)
  waiting for:
    - Coroutine %d spawned at %swaiting_info.php:6, suspended at %swaiting_info.php:4 (%s)

=== DEADLOCK REPORT END   ===


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 3 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
