--TEST--
FU-1, FU-2, FU-4, FU-5, FU-8: one cell, many handles, ended once (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, Future, FutureState, OperationCanceledException};

$try = function (Closure $body) {
    try {
        $body();
    } catch (Throwable $e) {
        echo get_class($e), ': ', str_replace(__DIR__ . DIRECTORY_SEPARATOR, '', $e->getMessage()), "\n";
    }
};
$show = fn(Future|FutureState $x) => print(json_encode([$x->isCompleted(), $x->getAwaitingInfo()]) . "\n");

echo "-- value\n";
$state = new FutureState;
$a = new Future($state);
$b = new Future($state);
$show($state);
$show($a);
$state->complete('value');
$show($state);
$show($b);
var_dump($a->await(), $b->await(), $a->isCancelled());
$try(fn() => $state->complete('again'));
$try(fn() => $state->error(new LogicException));
var_dump($a->await());

echo "-- error\n";
$state = new FutureState;
$a = new Future($state);
$error = new DomainException('why');
$state->error($error);
try {
    $a->await();
} catch (DomainException $e) {
    var_dump($e === $error);
}
var_dump($a->isCompleted(), $a->isCancelled());
$try(fn() => $state->error($error));

echo "-- cancelled\n";
$state = new FutureState;
$a = new Future($state);
$a->cancel();
$a->cancel(new AsyncCancellation('too late'));
var_dump($a->isCompleted(), $a->isCancelled(), $state->isCompleted());
$try(fn() => $a->await());
$try(fn() => $state->complete(1));
$b = new Future(new FutureState);
$b->cancel(new AsyncCancellation('given'));
$try(fn() => $b->await());
$done = Future::completed(7);
$done->cancel();
var_dump($done->await(), $done->isCancelled());

echo "-- an AsyncCancellation is one, however it came\n";
foreach ([new OperationCanceledException, new AsyncCancellation, new Cancellation, new Exception] as $throwable) {
    $future = Future::failed($throwable)->ignore();
    var_dump($future->isCancelled());
}

?>
--EXPECT--
-- value
[false,["FutureState(pending)"]]
[false,["FutureState(pending)"]]
[true,["FutureState(completed)"]]
[true,["FutureState(completed)"]]
string(5) "value"
string(5) "value"
bool(false)
Async\AsyncException: FutureState is already completed at state.php:19
Async\AsyncException: FutureState is already completed at state.php:19
string(5) "value"
-- error
bool(true)
bool(true)
bool(false)
Async\AsyncException: FutureState is already completed at state.php:31
-- cancelled
bool(true)
bool(true)
bool(true)
Async\AsyncCancellation: Future has been cancelled
Async\AsyncException: FutureState is already completed at state.php:43
Async\AsyncCancellation: given
int(7)
bool(false)
-- an AsyncCancellation is one, however it came
bool(true)
bool(true)
bool(false)
bool(false)
