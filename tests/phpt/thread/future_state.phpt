--TEST--
RF-1, RF-2, RF-3, RF-4, RF-5, TR-8, FU-23: a FutureState that is sent moves; what is left cannot complete it, what arrived can, once
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState, ThreadChannel};
use function Async\{await, spawn, suspend};

$channel = new ThreadChannel;
function tell(callable $what) {
    try {
        var_dump($what());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
function move(mixed $message) {
    global $channel;
    $channel->send($message);
    return $channel->recv();
}

$state = new FutureState;
$future = new Future($state);
$mapped = $future->map(fn($value) => $value . ' mapped');
[$moved, $same] = move([$state, $state]);
var_dump($moved === $same, $moved !== $state);
tell(fn() => $state->complete(1));
tell(fn() => $state->error(new Exception));
tell(fn() => move($state));
tell(fn() => new Future($moved));
var_dump($moved->isCompleted(), $moved->getCreatedLocation(), $moved->getCompletedFileAndLine());
$moved->complete('done');
var_dump($moved->isCompleted(), $state->isCompleted());
tell(fn() => $moved->complete(2));
tell(fn() => $moved->error(new Exception));
tell(fn() => await($future));
tell(fn() => await($mapped));

// The original class.
$moved = move($state = new FutureState);
$future = new Future($state);
$moved->error(new DomainException('boom', 7));
tell(fn() => await($future));

// A refused message has moved nothing.
$state = new FutureState;
$future = new Future($state);
tell(fn() => move([$state, STDIN]));
$state->complete('still mine');
tell(fn() => await($future));

// On and on.
$state = new FutureState;
$future = new Future($state);
$again = move($once = move($state));
tell(fn() => $once->complete(1));
unset($once);
$again->complete('twice moved');
tell(fn() => await($future));

// Nobody is left to complete it: who waits is told, who does not is not.
$state = new FutureState;
$future = new Future($state);
$waiter = spawn(fn() => tell(fn() => await($future)));
suspend();
$moved = move($state);
unset($moved);
await($waiter);
$moved = move($state = new FutureState);
$future = new Future($state);
unset($moved);
var_dump($future->isCompleted());

// A state that was never asked for is no news, once it has moved.
unset($future);
$moved = move(new FutureState);
unset($moved, $state);
echo "quiet\n";
?>
--EXPECT--
bool(true)
bool(true)
Async\AsyncException: FutureState ownership was transferred to another thread
Async\AsyncException: FutureState ownership was transferred to another thread
Async\AsyncException: FutureState cannot be transferred to multiple threads
Async\AsyncException: FutureState is already destroyed
bool(false)
string(7) "unknown"
array(2) {
  [0]=>
  NULL
  [1]=>
  int(0)
}
bool(true)
bool(true)
Async\AsyncException: FutureState is already completed
Async\AsyncException: FutureState is already completed
string(4) "done"
string(11) "done mapped"
DomainException: boom
Error: Cannot transfer a resource between threads
string(10) "still mine"
Async\AsyncException: FutureState ownership was transferred to another thread
string(11) "twice moved"
Async\AsyncException: FutureState was destroyed without completion
bool(false)
quiet
