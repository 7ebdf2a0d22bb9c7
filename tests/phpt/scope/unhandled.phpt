--TEST--
C-95 C-45 C-119: an error that nobody handles cancels the scopes it passes and ends the application
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Scope};
use function Async\{await_all, delay, spawn, suspend};

$sleeper = fn(string $name) => function () use ($name) {
    try { delay(100000); } catch (AsyncCancellation $e) { echo "$name: ", $e->getMessage(), "\n"; throw $e; }
};
$root = new Scope();
$child = Scope::inherit($root);
$root->spawn($sleeper('in the root'));
$child->spawn($sleeper('sibling'));
$elsewhere = new Scope();
$elsewhere->spawn($sleeper('elsewhere'));
spawn($sleeper('main scope'));
suspend();
$child->spawn(fn() => throw new Exception('nobody handles this'));
$unstarted = $child->spawn(fn() => print("never\n"));
$unstarted->finally(fn($c) => print('unstarted: ' . $c->getException()->getMessage() . "\n"));
try {
    await_all([spawn(fn() => delay(100000))]);
} finally {
    echo "main is stopped\n";
    var_dump($child->isCancelled(), $root->isCancelled(), $elsewhere->isCancelled());
}
?>
--EXPECTF--
unstarted: Scope was cancelled
sibling: Scope was cancelled
in the root: Scope was cancelled
main is stopped
bool(true)
bool(true)
bool(false)
elsewhere: Graceful shutdown
main scope: Graceful shutdown

Fatal error: Uncaught Exception: nobody handles this in %sunhandled.php:16
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %sunhandled.php on line 16
