--TEST--
C-195, C-155: a coroutine that waits, over another, for the end of its own scope (any order)
--EXTENSIONS--
async
--INI--
async.debug_wait_cycles=1
--FILE--
<?php
use Async\{AsyncException, Channel, Scope};
use function Async\{await, spawn, suspend, timeout};

$scope = new Scope();
$forever = spawn(fn() => (new Channel)->recv());
$outside = spawn(function () use ($scope, $forever) {
    suspend();
    $scope->awaitCompletion($forever);
});
$inside = $scope->spawn(function () use ($scope, $outside) {
    try {
        $scope->awaitCompletion(timeout(1000000));
    } catch (AsyncException $e) {
        echo $e->getMessage(), "\n";
    }
    await($outside);
});
?>
--EXPECTF--
Cannot await completion of scope from a coroutine that belongs to the same scope or its children

=== DEADLOCK REPORT START ===
Coroutines waiting: 3, active_events: 0

Coroutine %d spawned at %sown_scope.php:6, suspended at %sown_scope.php:6 (%s)
  waiting for:
    - Channel(capacity=0, receivers=1, senders=0, reserved=0/0)

Coroutine %d spawned at %sown_scope.php:7, suspended at %sown_scope.php:9 (%s)
  waiting for:
    - Scope #%d created at %sown_scope.php:5
    - Coroutine %d spawned at %sown_scope.php:6, suspended at %sown_scope.php:6 (%s)

Coroutine %d spawned at %sown_scope.php:11, suspended at %sown_scope.php:17 (%s)
  waiting for:
    - Coroutine %d spawned at %sown_scope.php:7, suspended at %sown_scope.php:9 (%s)

=== DEADLOCK REPORT END   ===

Wait cycle 1:
  Coroutine %d spawned at %sown_scope.php:7, suspended at %sown_scope.php:9 (%s)
  waits for Scope #%d created at %sown_scope.php:5
  waits for Coroutine %d spawned at %sown_scope.php:11, suspended at %sown_scope.php:17 (%s)
  waits for the first of these


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 3 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
