--TEST--
C-3 C-4 C-5 C-6 C-180: the classes around Scope (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Awaitable, Scope, ScopeProvider, SpawnStrategy};

$scope = new Scope();
var_dump($scope, $scope instanceof ScopeProvider, $scope instanceof Awaitable, $scope instanceof SpawnStrategy);
var_dump($scope->provideScope() === $scope);
foreach ([
    fn() => new Scope(1),
    fn() => $scope->extra = 1,
    fn() => serialize($scope),
    fn() => clone $scope,
    fn() => $scope->cancel(new stdClass),
    fn() => $scope->cancel(new Cancellation('x')),
    fn() => $scope->setExceptionHandler('no such function'),
    fn() => $scope->setChildScopeExceptionHandler(1),
    fn() => $scope->finally('no such function'),
    fn() => $scope->spawn('no such function'),
    fn() => $scope->disposeAfterTimeout(-1),
    fn() => $scope->awaitCompletion(),
    fn() => $scope->awaitCompletion($scope),
    fn() => $scope->awaitAfterCancellation('no such function'),
    fn() => Scope::inherit(1),
    fn() => $scope->isFinished(1),
] as $attempt) {
    try {
        $attempt();
        echo "no error\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
var_dump((new ReflectionClass(Scope::class))->isFinal(), (new ReflectionClass(SpawnStrategy::class))->getInterfaceNames());
var_dump(Async\get_coroutines());   // C-20: nothing of this has started anything
?>
--EXPECTF--
object(Async\Scope)#%d (0) {
}
bool(true)
bool(false)
bool(false)
bool(true)
ArgumentCountError: Async\Scope::__construct() expects exactly 0 arguments, 1 given
Error: Cannot create dynamic property Async\Scope::$extra
Exception: Serialization of 'Async\Scope' is not allowed
Error: Trying to clone an uncloneable object of class Async\Scope
TypeError: Async\Scope::cancel(): Argument #1 ($cancellationError) must be of type ?Async\AsyncCancellation, stdClass given
TypeError: Async\Scope::cancel(): Argument #1 ($cancellationError) must be of type ?Async\AsyncCancellation, Cancellation given
TypeError: Async\Scope::setExceptionHandler(): Argument #1 ($exceptionHandler) must be a valid callback, function "no such function" not found or invalid function name
TypeError: Async\Scope::setChildScopeExceptionHandler(): Argument #1 ($exceptionHandler) must be a valid callback, no array or string given
TypeError: Async\Scope::finally(): Argument #1 ($callback) argument must be callable
TypeError: Async\Scope::spawn(): Argument #1 ($callable) must be a valid callback, function "no such function" not found or invalid function name
ValueError: Async\Scope::disposeAfterTimeout(): Argument #1 ($timeout) must be greater than or equal to 0
ArgumentCountError: Async\Scope::awaitCompletion() expects exactly 1 argument, 0 given
TypeError: Async\Scope::awaitCompletion(): Argument #1 ($cancellation) must be of type Async\Awaitable, Async\Scope given
TypeError: Async\Scope::awaitAfterCancellation(): Argument #1 ($errorHandler) must be a valid callback or null, function "no such function" not found or invalid function name
TypeError: Async\Scope::inherit(): Argument #1 ($parentScope) must be of type ?Async\Scope, int given
ArgumentCountError: Async\Scope::isFinished() expects exactly 0 arguments, 1 given
bool(true)
array(1) {
  [0]=>
  string(19) "Async\ScopeProvider"
}
array(0) {
}
