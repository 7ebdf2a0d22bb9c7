--TEST--
C-192 C-155 C-154: a deadlock of zombies is reported; scopes are named by their birth place
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, Scope};
use function Async\{spawn, suspend};

$scope = Scope::inherit();
$scope->spawn(function () use (&$scope) {
    try {
        $other = new Scope();
        $other->spawn(fn() => Async\await(Async\current_coroutine()));
        $other->awaitCompletion(Async\spawn(fn() => Async\await(Async\current_coroutine())));
    } catch (Async\AsyncCancellation $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
});
suspend();
suspend();
$scope->dispose();
?>
--EXPECTF--
=== DEADLOCK REPORT START ===
Coroutines waiting: 3, active_events: 0

Coroutine %d spawned at %szombie_deadlock.php:6, suspended at %szombie_deadlock.php:10 (%s)
  waiting for:
    - Scope #%d created at %szombie_deadlock.php:8
    - Coroutine %d spawned at %szombie_deadlock.php:10, suspended at %szombie_deadlock.php:10 (%s)

Coroutine %d spawned at %szombie_deadlock.php:9, suspended at %szombie_deadlock.php:9 (%s)
  waiting for:
    - Coroutine %d spawned at %szombie_deadlock.php:9, suspended at %szombie_deadlock.php:9 (%s)

Coroutine %d spawned at %szombie_deadlock.php:10, suspended at %szombie_deadlock.php:10 (%s)
  waiting for:
    - Coroutine %d spawned at %szombie_deadlock.php:10, suspended at %szombie_deadlock.php:10 (%s)

=== DEADLOCK REPORT END   ===

Async\AsyncCancellation: Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 3 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
