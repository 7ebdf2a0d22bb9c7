--TEST--
C-44 C-95 C-96 C-97: exception handlers of scopes
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Coroutine, Scope};
use function Async\{await, current_context, delay, spawn, suspend};

function tell(string $who): Closure {
    return function (Scope $s, Coroutine $c, Throwable $e) use ($who) { echo $who, ': ', get_class($e), ' ', $e->getMessage(), "\n"; };
}
echo "-- its own scope\n";
$scope = new Scope();
$scope->setExceptionHandler(fn() => print("replaced\n"));
$scope->setExceptionHandler(function (...$args) use ($scope, &$coroutine) {
    var_dump(count($args), $args[0] === $scope, $args[1] === $coroutine, $args[2]->getMessage());
});
$coroutine = $scope->spawn(fn() => throw new Exception('e'));
$sibling = $scope->spawn(function () { suspend(); return 'unharmed'; });
var_dump(await($sibling), $scope->isCancelled());
try { await($coroutine); } catch (Exception $e) { echo 'still there: ', $e->getMessage(), "\n"; }
$coroutine = null;

echo "-- ahead of what is queued, and may suspend\n";
$scope->setExceptionHandler(function ($s, $c, $e) { echo "handler\n"; suspend(); echo "handler again\n"; });
$scope->spawn(fn() => throw new Exception('e'));
$scope->spawn(fn() => print("next in line\n"));
suspend(); suspend();

echo "-- child handlers come first, own errors do not concern them\n";
$parent = new Scope();
$parent->setChildScopeExceptionHandler(tell('child handler'));
$parent->setExceptionHandler(tell('handler'));
$child = Scope::inherit($parent);
$grandchild = Scope::inherit($child);
$grandchild->spawn(fn() => throw new Exception('from further below'));
suspend(); suspend();
$child = Scope::inherit($parent);
$child->spawn(fn() => throw new Exception('of the child'));
$parent->spawn(fn() => throw new Exception('of the parent'));
suspend(); suspend();
var_dump($parent->isCancelled(), $child->isCancelled(), $grandchild->isClosed());

echo "-- what a handler throws goes on from there\n";
$parent = new Scope();
$parent->setExceptionHandler(function ($s, $c, $e) { for (; $e; $e = $e->getPrevious()) echo get_class($e), ' ', $e->getMessage(), "\n"; });
$parent->setChildScopeExceptionHandler(fn($s, $c, $e) => throw new LogicException('from the child handler'));
$child = Scope::inherit($parent);
$child->setExceptionHandler(fn($s, $c, $e) => throw new RuntimeException('from the handler', 0, $e));
$child->spawn(function () { try { delay(100000); } catch (AsyncCancellation $e) { echo 'sibling: ', $e->getMessage(), "\n"; } });
suspend();
$child->spawn(fn() => throw new Exception('original'));
suspend(); suspend();
var_dump($child->isCancelled(), $parent->isCancelled());

echo "-- the Scope object is gone\n";
$scope = new Scope();
$scope->setExceptionHandler(function (Scope $s, $c, $e) { echo get_class($s), ' ', $e->getMessage(), ' ', +$s->isCancelled(), "\n"; });
$scope->spawn(function () { try { delay(100000); } finally { throw new Exception('on the way out'); } });
suspend();
unset($scope);
suspend(); suspend();

echo "-- not for cancellations, nor for awaited failures\n";
$scope = new Scope();
$scope->setExceptionHandler(fn() => print("never\n"));
$scope->spawn(fn() => throw new AsyncCancellation('thrown'));
$scope->spawn(fn() => delay(1000))->cancel();
$c = $scope->spawn(fn() => throw new Exception('awaited'));
try { await($c); } catch (Exception $e) { echo $e->getMessage(), "\n"; }

echo "-- handlers of coroutines' finally\n";
$scope->setExceptionHandler(tell('scope'));
$c = $scope->spawn(fn() => throw new Exception('own'));
$c->finally(fn($c) => throw new Exception('in finally'));
suspend();
?>
--EXPECT--
-- its own scope
int(3)
bool(true)
bool(true)
string(1) "e"
string(8) "unharmed"
bool(false)
still there: e
-- ahead of what is queued, and may suspend
handler
next in line
handler again
-- child handlers come first, own errors do not concern them
child handler: Exception from further below
child handler: Exception of the child
handler: Exception of the parent
bool(false)
bool(true)
bool(true)
-- what a handler throws goes on from there
LogicException from the child handler
RuntimeException from the handler
Exception original
sibling: Scope was cancelled
bool(true)
bool(false)
-- the Scope object is gone
Async\Scope on the way out 1
-- not for cancellations, nor for awaited failures
awaited
-- handlers of coroutines' finally
scope: Exception own
scope: Exception in finally
