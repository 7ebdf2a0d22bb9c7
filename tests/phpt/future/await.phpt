--TEST--
FU-3, FU-9, X-2, X-3, X-4: waiting for a future
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState};
use function Async\{await, delay, spawn, suspend, timeout};

$try = function (Closure $body) {
    try {
        var_dump($body());
    } catch (Throwable $e) {
        $previous = $e->getPrevious();
        echo get_class($e), ': ', $e->getMessage(), $previous ? ' < ' . get_class($previous) . ': ' . $previous->getMessage() : '', "\n";
    }
};

echo "-- many awaiters, in order; complete() does not suspend\n";
$state = new FutureState;
$future = new Future($state);
foreach (['a', 'b'] as $name) {
    spawn(function () use ($name, $future) { echo "$name " . $future->await() . "\n"; });
}
$c = spawn(fn() => await($future));
suspend();
$state->complete(1);
echo "completed\n";
var_dump(await($c));

echo "-- a finished one does not look at the token, and does not suspend\n";
$fired = Future::completed();
spawn(function () { echo "others run\n"; });
$try(fn() => $future->await($fired));
$try(fn() => await($future, $fired));
$error = new RuntimeException('stored');
$failed = Future::failed($error);
foreach ([1, 2] as $_) {
    try {
        $failed->await($fired);
    } catch (RuntimeException $e) {
        var_dump($e === $error);
    }
}
var_dump($fired->await());
suspend();

echo "-- tokens\n";
$pending = new Future(new FutureState);
$try(fn() => $pending->await($fired));
$try(fn() => $pending->await(Future::failed(new LogicException('token failed'))));
$try(fn() => $pending->await(timeout(1)));
$token = new FutureState;
spawn(fn() => $token->complete('a value cancels, too'));
$try(fn() => $pending->await(new Future($token)));
$try(fn() => await($pending, spawn(fn() => 1)));
var_dump($pending->isCompleted());

echo "-- the same object is no token\n";
$state = new FutureState;
$future = new Future($state);
spawn(fn() => $state->complete('through'));
$try(fn() => $future->await($future));

echo "-- the awaiter is cancelled, the future is not\n";
$state = new FutureState;
$future = new Future($state);
$first = spawn(fn() => $try(fn() => $future->await()));
$second = spawn(fn() => $try(fn() => $future->await()));
suspend();
$first->cancel(new AsyncCancellation('first goes'));
await($first);
$state->complete('second stays');
await($second);
?>
--EXPECT--
-- many awaiters, in order; complete() does not suspend
completed
a 1
b 1
int(1)
-- a finished one does not look at the token, and does not suspend
int(1)
int(1)
bool(true)
bool(true)
NULL
others run
-- tokens
Async\OperationCanceledException: Operation has been cancelled
Async\OperationCanceledException: Operation has been cancelled < LogicException: token failed
Async\OperationCanceledException: Operation has been cancelled < Async\TimeoutException: Timeout occurred after 1 milliseconds
Async\OperationCanceledException: Operation has been cancelled
Async\OperationCanceledException: Operation has been cancelled
bool(false)
-- the same object is no token
string(7) "through"
-- the awaiter is cancelled, the future is not
Async\AsyncCancellation: first goes
string(12) "second stays"
