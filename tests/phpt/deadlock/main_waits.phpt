--TEST--
C-152, C-154: main waits for a coroutine that waits for main (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use function Async\{await, current_coroutine, spawn};

$child = spawn(function () use (&$main) { await($main); });
$main = current_coroutine();
try {
    await($child);
} catch (Cancellation $e) {
    echo 'main: ', $e->getMessage(), "\n";
}
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 2, active_events: 0

Coroutine %d spawned at %smain_waits.php:4, suspended at %smain_waits.php:7 (main)
  waiting for:
    - Coroutine %d spawned at %smain_waits.php:4, suspended at %smain_waits.php:4 (%s)

Coroutine %d spawned at %smain_waits.php:4, suspended at %smain_waits.php:4 (%s)
  waiting for:
    - Coroutine %d spawned at %smain_waits.php:4, suspended at %smain_waits.php:7 (main)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %smain_waits.php:4, suspended at %smain_waits.php:7 (main)
  waits for Coroutine %d spawned at %smain_waits.php:4, suspended at %smain_waits.php:4 (%s)
  waits for the first of these

main: Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
