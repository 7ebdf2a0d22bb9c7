<?php
// docs/scopes.md: coroutines that belong together end together.
use Async\Scope;
use function Async\{await, delay, spawn, suspend, timeout};

// A scope waits for all its coroutines, those they spawn included.
$scope = new Scope();
$scope->spawn(function () {
    spawn(function () { delay(5); echo "grandchild\n"; });     // lands in the same scope
    echo "child\n";
});
$scope->finally(fn() => print("the scope has ended\n"));
$scope->awaitCompletion(timeout(10000));
$scope->dispose();
suspend();

// One failure ends the others, unless a handler takes it.
$group = new Scope();
$group->setExceptionHandler(function (Scope $scope, Async\Coroutine $coroutine, Throwable $error) {
    echo 'handled: ', $error->getMessage(), "\n";
    $scope->cancel();
});
$group->spawn(function () {
    try {
        delay(100000);
    } catch (Async\AsyncCancellation $e) {
        echo 'sibling: ', $e->getMessage(), "\n";
    }
});
$group->spawn(function () { suspend(); throw new RuntimeException('one of us failed'); });
while (!$group->isClosed()) suspend();

// A tree: cancelling a node reaches what is below it, never what is above.
$parent = new Scope();
$child = Scope::inherit($parent);
$above = $parent->spawn(function () { suspend(); suspend(); return 'the parent goes on'; });
$below = $child->spawn(function () { delay(100000); });
suspend();
$child->cancel();
echo await($above), "\n";
try { await($below); } catch (Async\AsyncCancellation $e) { echo 'below: ', $e->getMessage(), "\n"; }

// The object's end is the scope's end.
(function () {
    $owned = new Scope();
    $owned->spawn(function () { try { delay(100000); } finally { echo "cleaned up\n"; } });
    suspend();
})();
suspend();
