--TEST--
C-196: awaitAfterCancellation()
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Scope};
use function Async\{await, delay, spawn, suspend, timeout};

function attempt(string $label, callable $call): void {
    try {
        $call();
        echo "$label: returned\n";
    } catch (Throwable $e) {
        echo $label, ': ', get_class($e), ': ', $e->getMessage();
        for ($p = $e; $p = $p->getPrevious();) echo ' <- ', $p->getMessage();
        echo "\n";
    }
}
// Ends so many turns after it was cancelled.
$slow = fn(int $turns, ?Throwable $error = null) => function () use ($turns, $error) {
    try {
        delay(100000);
    } finally {
        while ($turns-- > 0) suspend();
        if ($error) throw $error;
    }
};
attempt('no scheduler', fn() => (new Scope())->awaitAfterCancellation());
suspend();
$scope = new Scope();
attempt('not cancelled, empty', fn() => $scope->awaitAfterCancellation());
$scope->spawn($slow(3));
suspend();
attempt('not cancelled', fn() => $scope->awaitAfterCancellation());
$scope->cancel();
attempt('waits', fn() => $scope->awaitAfterCancellation());
var_dump($scope->isClosed());
attempt('released', fn() => $scope->awaitAfterCancellation());
$closed = new Scope();
$closed->cancel();
attempt('closed', fn() => $closed->awaitAfterCancellation());

$scope = new Scope();
$child = Scope::inherit($scope);
$inside = $child->spawn(function () use ($scope) {
    try { delay(100000); } finally { attempt('member', fn() => $scope->awaitAfterCancellation()); }
});
suspend();
$scope->cancel();
attempt('children too', fn() => $scope->awaitAfterCancellation());

echo "-- errors\n";
$scope = new Scope();
$scope->spawn($slow(1, new Exception('one')));
$scope->spawn($slow(2));
suspend();
$scope->cancel();
attempt('without a handler', fn() => $scope->awaitAfterCancellation());
attempt('and again', fn() => $scope->awaitAfterCancellation());

$scope = new Scope();
foreach ([1, 1, 3] as $i => $turns) $scope->spawn($slow($turns, new Exception("error $i")));
suspend();
$scope->cancel();
attempt('with a handler', fn() => $scope->awaitAfterCancellation(function (Throwable $e, Scope $s) use ($scope) {
    echo $e->getMessage(), ' ', +($s === $scope), ' ', func_num_args(), "\n";
    suspend();
}));

$scope = new Scope();
$scope->spawn($slow(1, new Exception('error')));
suspend();
$scope->cancel();
attempt('handler throws', fn() => $scope->awaitAfterCancellation(fn($e) => throw new LogicException('handler', 0, $e)));

echo "-- tokens\n";
$scope = new Scope();
$scope->spawn($slow(5));
suspend();
$scope->cancel();
attempt('fires', fn() => $scope->awaitAfterCancellation(null, spawn(fn() => 1)));
attempt('fires, with a handler', fn() => $scope->awaitAfterCancellation(fn() => 1, spawn(fn() => throw new Exception('t'))));
attempt('in time', fn() => $scope->awaitAfterCancellation(cancellation: timeout(60000)));
$failed = spawn(fn() => throw new Exception('marked used'));
attempt('early return', fn() => $scope->awaitAfterCancellation(null, $failed));
suspend();
unset($failed);
?>
--EXPECT--
no scheduler: returned
not cancelled, empty: Async\AsyncException: Attempt to await a Scope that has not been cancelled
not cancelled: Async\AsyncException: Attempt to await a Scope that has not been cancelled
waits: returned
bool(true)
released: returned
closed: returned
member: Async\AsyncException: Cannot await completion of scope from a coroutine that belongs to the same scope or its children
children too: returned
-- errors
without a handler: Exception: one <- Scope was cancelled
and again: returned
error 0 1 2
error 1 1 2
error 2 1 2
with a handler: returned
handler throws: LogicException: handler <- error <- Scope was cancelled
-- tokens
fires: Async\OperationCanceledException: Operation has been cancelled
fires, with a handler: Async\OperationCanceledException: Operation has been cancelled <- t
in time: returned
early return: returned
