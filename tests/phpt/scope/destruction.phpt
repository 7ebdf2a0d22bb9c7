--TEST--
C-191: the end of the Scope object is the end of the scope
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Scope};
use function Async\{await, delay, spawn, suspend};

$sleeper = function () { try { delay(100000); } catch (AsyncCancellation $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; } };
$scope = new Scope();
$scope->spawn($sleeper);
$scope->finally(function ($s) { echo 'finally: '; var_dump($s); });
suspend();
unset($scope);
echo "unset\n";
suspend(); suspend();

$unstarted = (new Scope())->spawn($sleeper);
suspend();
var_dump($unstarted->isStarted(), $unstarted->getException()->getMessage());

$safe = Scope::inherit();
$zombie = $safe->spawn(function () { suspend(); suspend(); return 'goes on'; });
suspend();
unset($safe);
var_dump(await($zombie));

// The object of the parent goes; children are cancelled with it.
$parent = new Scope();
$child = Scope::inherit($parent);
$child->spawn($sleeper);
suspend();
$parent = null;
suspend();
var_dump($child->isClosed());

// idle
$idle = new Scope();
$idle->finally(function ($s) { echo 'idle: '; var_dump($s); });
$idle = null;
echo "before the handler\n";
suspend();
?>
--EXPECT--
unset
Async\AsyncCancellation: Scope is being disposed due to object destruction
finally: NULL
bool(false)
string(49) "Scope is being disposed due to object destruction"
string(7) "goes on"
Async\AsyncCancellation: Scope is being disposed due to object destruction
bool(true)
before the handler
idle: NULL
