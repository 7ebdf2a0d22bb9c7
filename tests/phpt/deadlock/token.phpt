--TEST--
C-154, C-155: a wait and its token that both depend on the waiter (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use function Async\{await, spawn};

$waiter = spawn(function () use (&$work, &$token) {
    await($work, $token);
});
$work = spawn(fn() => await($waiter));
$token = spawn(fn() => await($work));
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 3, active_events: 0

Coroutine %d spawned at %stoken.php:4, suspended at %stoken.php:5 (%s)
  waiting for:
    - Coroutine %d spawned at %stoken.php:7, suspended at %stoken.php:7 (%s)
    - Coroutine %d spawned at %stoken.php:8, suspended at %stoken.php:8 (%s)

Coroutine %d spawned at %stoken.php:7, suspended at %stoken.php:7 (%s)
  waiting for:
    - Coroutine %d spawned at %stoken.php:4, suspended at %stoken.php:5 (%s)

Coroutine %d spawned at %stoken.php:8, suspended at %stoken.php:8 (%s)
  waiting for:
    - Coroutine %d spawned at %stoken.php:7, suspended at %stoken.php:7 (%s)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %stoken.php:4, suspended at %stoken.php:5 (%s)
  waits for Coroutine %d spawned at %stoken.php:7, suspended at %stoken.php:7 (%s)
  waits for the first of these


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 3 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
