--TEST--
SI-3: the token's own exception, or a cancellation when it ended well; it is looked at before the signal is, counts from the call and is kept alive (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState, Signal};
use function Async\{await, delay, signal, suspend, timeout};

function tell(callable $what) {
    try {
        var_dump($what());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), ', previous: ', get_debug_type($e->getPrevious()), "\n";
    }
}

tell(fn() => await(signal(Signal::SIGINT, timeout(5))));

// It counts without anybody waiting for the signal.
$idle = signal(Signal::SIGINT, $token = timeout(5));
$token = WeakReference::create($token);
var_dump($token->get() !== null);
while (!$idle->isCompleted()) delay(1);
tell(fn() => $idle->await());
unset($idle);
var_dump($token->get());

$boom = new LogicException('boom');
tell(fn() => await(signal(Signal::SIGINT, Future::failed($boom))));
tell(fn() => await(signal(Signal::SIGINT, Future::completed(1))));

// Before the signal: SIGKILL cannot be waited for.
tell(fn() => await(signal(Signal::SIGKILL, Future::failed($boom))));

foreach ([fn($state) => $state->error($boom), fn($state) => $state->complete(2)] as $end) {
    $state = new FutureState;
    $future = signal(Signal::SIGINT, new Future($state));
    var_dump($future->isCompleted());
    $end($state);
    var_dump($future->isCompleted());
    tell(fn() => await($future) === $boom);
}
try {
    signal(Signal::SIGINT, 5);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
Async\TimeoutException: Timeout occurred after 5 milliseconds, previous: null
bool(true)
Async\TimeoutException: Timeout occurred after 5 milliseconds, previous: null
NULL
LogicException: boom, previous: null
Async\AsyncCancellation: Signal wait cancelled, previous: null
LogicException: boom, previous: null
bool(false)
bool(true)
LogicException: boom, previous: null
bool(false)
bool(true)
Async\AsyncCancellation: Signal wait cancelled, previous: null
Async\signal(): Argument #2 ($cancellation) must be of type ?Async\Completable, int given
