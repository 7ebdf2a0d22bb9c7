--TEST--
C-193 C-195: awaitCompletion()
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, OperationCanceledException, Scope};
use function Async\{await, delay, spawn, suspend, timeout};

function attempt(string $label, callable $call): void {
    try {
        $call();
        echo "$label: returned\n";
    } catch (Throwable $e) {
        echo $label, ': ', get_class($e), ': ', $e->getMessage();
        if ($p = $e->getPrevious()) echo ' <- ', get_class($p), ': ', $p->getMessage();
        echo "\n";
    }
}
$turns = fn(int $n, ?Throwable $e = null) => function () use ($n, $e) { while ($n-- > 0) suspend(); if ($e) throw $e; };
$token = timeout(60000);

attempt('before any coroutine', fn() => (new Scope())->awaitCompletion($token));
var_dump(Async\get_coroutines());
spawn(fn() => 1);
suspend();
$scope = new Scope();
attempt('nothing there', fn() => $scope->awaitCompletion($token));
$scope->spawn($turns(2));
$scope->spawn(function () use ($turns) { spawn($turns(5)); echo "nested spawned\n"; });
attempt('all of it', fn() => $scope->awaitCompletion($token));
var_dump($scope->isFinished());

$child = Scope::inherit($scope);
attempt('only a finished child', fn() => $scope->awaitCompletion($token));
$child->spawn($turns(2));
attempt('a busy child', fn() => $scope->awaitCompletion($token));

// Several waiters; those of the parent come along when the parent is complete too.
$child->spawn($turns(2));
$waiters = [];
foreach (['child' => $child, 'parent' => $scope, 'child again' => $child] as $name => $s) {
    $waiters[] = spawn(fn() => attempt($name, fn() => $s->awaitCompletion($token)));
}
array_map(await(...), $waiters);

echo "-- tokens\n";
$done = spawn(fn() => 1);
await($done);
$scope->spawn($turns(3));
attempt('fired', fn() => $scope->awaitCompletion($done));
$scope->spawn(fn() => delay(30));
attempt('fires', fn() => $scope->awaitCompletion(timeout(1)));
$scope->awaitCompletion($token);
attempt('fired, nothing to wait for', fn() => $scope->awaitCompletion($done));

echo "-- members\n";
foreach ([$scope, $child] as $s) {
    await($s->spawn(fn() => attempt('inside', fn() => $scope->awaitCompletion($token))));
}
await($scope->spawn(fn() => attempt('of the child, from the parent', fn() => $child->awaitCompletion($token))));

echo "-- cancelled and failed\n";
$cancelled = new Scope();
$cancelled->spawn(fn() => delay(100000));
$waiter = spawn(fn() => attempt('meanwhile', fn() => $cancelled->awaitCompletion($token)));
suspend();
$cancelled->cancel(new AsyncCancellation('by hand'));
attempt('already', fn() => $cancelled->awaitCompletion($token));
await($waiter);
attempt('released', fn() => $cancelled->awaitCompletion($token));
$closed = new Scope();
$closed->cancel();
attempt('closed', fn() => $closed->awaitCompletion($token));

$failing = new Scope();
$failing->spawn(function () { try { delay(100000); } catch (AsyncCancellation $e) { echo 'sibling: ', $e->getMessage(), "\n"; } });
$failing->spawn($turns(2, new LogicException('failed')));
attempt('failing', fn() => $failing->awaitCompletion($token));
var_dump($failing->isCancelled());
$below = Scope::inherit($failing = new Scope());
$below->spawn($turns(2, new LogicException('from below')));
attempt('failing below', fn() => $failing->awaitCompletion($token));

echo "-- the waiter is cancelled\n";
$scope->spawn($turns(3));
$waiter = spawn(fn() => attempt('waiter', fn() => $scope->awaitCompletion($token)));
suspend();
$waiter->cancel();
await($waiter);
$scope->awaitCompletion($token);
?>
--EXPECT--
before any coroutine: returned
array(0) {
}
nothing there: returned
nested spawned
all of it: returned
bool(true)
only a finished child: returned
a busy child: returned
child: returned
child again: returned
parent: returned
-- tokens
fired: Async\OperationCanceledException: Operation has been cancelled
fires: Async\OperationCanceledException: Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 1 milliseconds
fired, nothing to wait for: returned
-- members
inside: Async\AsyncException: Cannot await completion of scope from a coroutine that belongs to the same scope or its children
inside: Async\AsyncException: Cannot await completion of scope from a coroutine that belongs to the same scope or its children
of the child, from the parent: returned
-- cancelled and failed
already: Async\AsyncCancellation: The scope has been cancelled
meanwhile: Async\AsyncCancellation: by hand
released: returned
closed: returned
sibling: Scope was cancelled
failing: LogicException: failed
bool(true)
failing below: LogicException: from below
-- the waiter is cancelled
waiter: Async\AsyncCancellation: Coroutine cancelled
