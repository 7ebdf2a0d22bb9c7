--TEST--
C-181 C-182 C-184 C-185 C-186 C-189: open, closed, released
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

function state(string $label, Scope $s): void {
    echo str_pad($label, 28), 'finished ', +$s->isFinished(), ' closed ', +$s->isClosed(), ' cancelled ', +$s->isCancelled(), "\n";
}
function attempts(Scope $s): void {
    foreach ([
        'spawn' => fn() => $s->spawn(fn() => 1),
        'asNotSafely' => fn() => var_dump($s->asNotSafely() === $s),
        'allowZombies' => fn() => var_dump($s->allowZombies() === $s),
        'setExceptionHandler' => fn() => $s->setExceptionHandler(fn() => 1),
        'setChildScopeExceptionHandler' => fn() => $s->setChildScopeExceptionHandler(fn() => 1),
        'inherit' => fn() => Scope::inherit($s),
    ] as $name => $attempt) {
        try {
            $attempt();
            echo "  $name: ok\n";
        } catch (Async\AsyncException $e) {
            echo "  $name: ", $e->getMessage(), "\n";
        }
    }
    echo '  children: ', count($s->getChildScopes()), "\n";
}
$scope = new Scope();
state('fresh', $scope);
$scope->spawn(function () { suspend(); });
state('with a coroutine', $scope);
suspend(); suspend();
state('it has ended', $scope);

echo "-- closed\n";
foreach (['cancel', 'dispose', 'disposeSafely'] as $method) {
    $scope = new Scope();
    $scope->$method();
    state("idle, $method()", $scope);
}
attempts($scope);
$scope->cancel(); $scope->dispose(); $scope->disposeSafely(); $scope->disposeAfterTimeout(1);   // nothing left to do

echo "-- released\n";
foreach (['cancel', 'dispose', 'disposeSafely'] as $method) {
    $scope = new Scope();
    $scope->spawn(function () {
        try { delay(1); } catch (Async\AsyncCancellation $e) { echo '  ', $e->getMessage(), "\n"; suspend(); }
    });
    suspend();
    $scope->$method();
    state("busy, $method()", $scope);
    $scope->disposeSafely();
    while (!$scope->isClosed()) suspend();
    state('gone', $scope);
}
attempts($scope);
$scope->cancel(); $scope->dispose(); $scope->disposeSafely(); $scope->disposeAfterTimeout(1);

echo "-- with children\n";
$parent = new Scope();
$child = Scope::inherit($parent);
state('idle child', $parent);
$child->spawn(suspend(...));
state('busy child', $parent);
var_dump($parent->getChildScopes() === [$child]);
suspend(); suspend();
state('it has ended', $parent);
$grandchild = Scope::inherit($child);
$parent->cancel();
state('idle, closed with parent', $child);
state('and below', $grandchild);
?>
--EXPECT--
fresh                       finished 1 closed 0 cancelled 0
with a coroutine            finished 0 closed 0 cancelled 0
it has ended                finished 1 closed 0 cancelled 0
-- closed
idle, cancel()              finished 1 closed 1 cancelled 1
idle, dispose()             finished 1 closed 1 cancelled 1
idle, disposeSafely()       finished 1 closed 1 cancelled 1
  spawn: Cannot spawn a coroutine in a closed scope
bool(true)
  asNotSafely: ok
bool(true)
  allowZombies: ok
  setExceptionHandler: ok
  setChildScopeExceptionHandler: ok
  inherit: ok
  children: 0
-- released
busy, cancel()              finished 1 closed 0 cancelled 1
  Scope was cancelled
gone                        finished 1 closed 1 cancelled 1
busy, dispose()             finished 1 closed 0 cancelled 1
  Scope was cancelled
gone                        finished 1 closed 1 cancelled 1
busy, disposeSafely()       finished 1 closed 0 cancelled 1
gone                        finished 1 closed 1 cancelled 1
  spawn: Scope object has been disposed
  asNotSafely: Scope object has been disposed
  allowZombies: Scope object has been disposed
  setExceptionHandler: Scope object has been disposed
  setChildScopeExceptionHandler: Scope object has been disposed
  inherit: Cannot inherit a Scope from a parent Scope that has already been disposed.
  children: 0
-- with children
idle child                  finished 1 closed 0 cancelled 0
busy child                  finished 0 closed 0 cancelled 0
bool(true)
it has ended                finished 1 closed 0 cancelled 0
idle, closed with parent    finished 1 closed 1 cancelled 1
and below                   finished 1 closed 1 cancelled 1
