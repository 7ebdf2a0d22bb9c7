--TEST--
C-196, C-155: waiting for the rest of a cancelled scope that is waiting for the waiter
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use Async\Scope;
use function Async\{await, current_coroutine, spawn, suspend};

$scope = Scope::inherit()->allowZombies();
$main = Async\spawn(function () use ($scope) {
    suspend();
    $scope->cancel();
    $scope->awaitAfterCancellation();
});
$scope->spawn(function () use ($main) {
    await($main);
});
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 2, active_events: 0

Coroutine %d spawned at %scancelled_scope.php:6, suspended at %scancelled_scope.php:9 (%s)
  waiting for:
    - Scope #%d created at %scancelled_scope.php:5

Coroutine %d spawned at %scancelled_scope.php:11, suspended at %scancelled_scope.php:12 (%s)
  waiting for:
    - Coroutine %d spawned at %scancelled_scope.php:6, suspended at %scancelled_scope.php:9 (%s)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %scancelled_scope.php:6, suspended at %scancelled_scope.php:9 (%s)
  waits for Scope #%d created at %scancelled_scope.php:5
  waits for Coroutine %d spawned at %scancelled_scope.php:11, suspended at %scancelled_scope.php:12 (%s)
  waits for the first of these


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
