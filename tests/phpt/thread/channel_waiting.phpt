--TEST--
TC-5, TC-6, TC-7, X-2, X-6: tokens, cancelled waiters and close(): what is there when one wakes wins, one is woken per item, all at the end
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState, ThreadChannel};
use function Async\{await, await_all, spawn, suspend, timeout};

function tell(callable $what) {
    try {
        echo json_encode($what()), "\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), ', previous: ', $e->getPrevious()?->getMessage() ?? 'none', "\n";
    }
}

$channel = new ThreadChannel(1);
tell(fn() => $channel->recv(timeout(3)));
tell(fn() => $channel->recv(Future::completed(1)));
$channel->send('full');
tell(fn() => $channel->send('x', timeout(3)));
tell(fn() => $channel->send('x', Future::failed(new LogicException('boom'))));
var_dump(count($channel));
echo $channel->recv(), "\n";

// The token fires first, then there is a value, then the waiter runs: it takes the value.
$state = new FutureState;
$token = new Future($state);
$waiter = spawn(fn() => tell(fn() => $channel->recv($token)));
suspend();
$state->complete(null);
$channel->send('in time');
await($waiter);
// And with room.
$state = new FutureState;
$token = new Future($state);
$channel->send('first');
$waiter = spawn(fn() => tell(fn() => $channel->send('second', $token)));
suspend();
$state->complete(null);
echo $channel->recv(), "\n";
await($waiter);
echo $channel->recv(), "\n";

// Oldest first; who is cancelled before it takes hands on.
$names = ['a', 'b', 'c'];
$waiters = [];
foreach ($names as $name) $waiters[$name] = spawn(fn() => tell(fn() => "$name: " . $channel->recv()));
suspend();
$channel->send(1);
$waiters['a']->cancel(new AsyncCancellation('a leaves'));
suspend();
$channel->send(2);
suspend();
var_dump(count($channel));

// close() tells everybody; senders as well.
$one = new ThreadChannel(1);
$one->send('kept');
$waiters = [
    spawn(fn() => tell(fn() => (new ThreadChannel)->recv(timeout(1)))),
    spawn(fn() => tell(fn() => $one->send('lost'))),
    spawn(fn() => tell(fn() => $one->send('lost too'))),
];
suspend();
$one->close();
$one->close();
await_all($waiters);
tell(fn() => $one->send('never'));
tell(fn() => $one->recv());
tell(fn() => $one->recv());
tell(fn() => $one->recv(Future::completed(1)));
var_dump($one->isClosed());
?>
--EXPECT--
Async\OperationCanceledException: Operation has been cancelled, previous: Timeout occurred after 3 milliseconds
Async\OperationCanceledException: Operation has been cancelled, previous: none
Async\OperationCanceledException: Operation has been cancelled, previous: Timeout occurred after 3 milliseconds
Async\OperationCanceledException: Operation has been cancelled, previous: boom
int(1)
full
"in time"
first
null
second
Async\AsyncCancellation: a leaves, previous: none
"b: 1"
"c: 2"
int(0)
Async\ThreadChannelException: ThreadChannel is closed, previous: none
Async\ThreadChannelException: ThreadChannel is closed, previous: none
Async\OperationCanceledException: Operation has been cancelled, previous: Timeout occurred after 1 milliseconds
Async\ThreadChannelException: ThreadChannel is closed, previous: none
"kept"
Async\ThreadChannelException: ThreadChannel is closed, previous: none
Async\OperationCanceledException: Operation has been cancelled, previous: none
bool(true)
