--TEST--
X-2 X-3: cancellation tokens of send() and recv() (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel, OperationCanceledException};
use function Async\{await, spawn, suspend, timeout};

$try = function (Closure $body) {
    try {
        var_dump($body());
    } catch (AsyncCancellation $e) {
        $previous = $e->getPrevious();
        echo get_class($e), ': ', $e->getMessage(), $previous ? ' < ' . get_class($previous) . ': ' . $previous->getMessage() : '', "\n";
    }
};
echo "-- fired: looked at before anything else\n";
$done = spawn(fn() => 1);
$failed = spawn(fn() => throw new RuntimeException('why'));
try {
    await($done);
    await($failed);
} catch (RuntimeException) {
}
$channel = new Channel(1);
$try(fn() => $channel->send(1, $done));
$channel->send(1);
$try(fn() => $channel->recv($done));
$channel->close();
$try(fn() => $channel->recv($failed));
var_dump(count($channel));

echo "-- fires meanwhile\n";
$channel = new Channel;
$try(fn() => $channel->recv(timeout(1)));
$try(fn() => $channel->send(1, timeout(2)));
$try(fn() => $channel->recv(spawn(fn() => 'any end will do')));
$try(fn() => $channel->send(1, spawn(fn() => suspend())));
var_dump(count($channel));

echo "-- in time\n";
$channel = new Channel(1);
spawn(fn() => $channel->send('value'));
$try(fn() => $channel->recv(timeout(60000)));
?>
--EXPECT--
-- fired: looked at before anything else
Async\OperationCanceledException: Operation has been cancelled
Async\OperationCanceledException: Operation has been cancelled
Async\OperationCanceledException: Operation has been cancelled < RuntimeException: why
int(1)
-- fires meanwhile
Async\OperationCanceledException: Operation has been cancelled < Async\TimeoutException: Timeout occurred after 1 milliseconds
Async\OperationCanceledException: Operation has been cancelled < Async\TimeoutException: Timeout occurred after 2 milliseconds
Async\OperationCanceledException: Operation has been cancelled
Async\OperationCanceledException: Operation has been cancelled
int(0)
-- in time
string(5) "value"
