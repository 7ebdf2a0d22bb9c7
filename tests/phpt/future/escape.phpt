--TEST--
FU-16, FU-20, FU-21: an error of a derived future nobody attends goes to the scope
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState, Scope};
use function Async\{await, spawn, suspend};

$scope = new Scope;
$scope->setExceptionHandler(function ($scope, $coroutine, $error) { echo 'handler: ', $error->getMessage(), "\n"; });
$run = fn(Closure $body) => await($scope->spawn($body));

echo "-- nobody\n";
$run(function () {
    $state = new FutureState;
    $future = new Future($state);
    $lost = $future->map(fn() => throw new Exception('thrown in map'));
    $next = $future->map(function () { echo "the next one runs\n"; });
    $lost2 = Future::failed(new Exception('passed on'))->map(fn() => 1);
    $state->complete(1);
    suspend();
    suspend();
    foreach ([$lost, $next, $lost2] as $future) {
        $future->ignore();
    }
});
suspend();
echo "-- ignored, awaited, chained, cancelled\n";
$run(function () {
    $state = new FutureState;
    $future = new Future($state);
    $future->map(fn() => throw new Exception('ignored'))->ignore();
    $awaited = $future->map(fn() => throw new Exception('awaited'));
    $chained = $future->map(fn() => throw new Exception('chained'));
    $end = $chained->catch(fn($e) => 'caught ' . $e->getMessage());
    $stopped = $future->map(fn() => throw new Async\AsyncCancellation('stopped'));
    $stopped->ignore();
    spawn(function () use ($awaited) {
        try {
            $awaited->await();
        } catch (Exception $e) {
            echo 'await: ', $e->getMessage(), "\n";
        }
    });
    suspend();
    $state->complete(1);
    echo $end->await(), "\n";
});
suspend();
echo "-- warnings of the derived one itself\n";
$run(function () {
    Future::failed(new Exception('why'))->map(fn() => 1);
    suspend();
});
suspend();
?>
--EXPECTF--
-- nobody

Warning: Unhandled exception in Future: passed on; use catch() or ignore() to handle. Created at %sescape.php:15, completed at %sescape.php:15 in Unknown on line 0
handler: passed on
the next one runs
handler: thrown in map
-- ignored, awaited, chained, cancelled
await: awaited
caught chained
-- warnings of the derived one itself

Warning: Unhandled exception in Future: why; use catch() or ignore() to handle. Created at %sescape.php:48, completed at %sescape.php:48 in Unknown on line 0

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at %sescape.php:48 in Unknown on line 0

Warning: Unhandled exception in Future: why; use catch() or ignore() to handle. Created at %sescape.php:48 in Unknown on line 0
handler: why
