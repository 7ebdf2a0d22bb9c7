--TEST--
CH-14, CH-20, CH-22: recvAsync() has the value, the error, or a place in the line of receivers
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{await, spawn, suspend};

$show = function (string $name, $future) {
    try {
        echo "$name: " . $future->await() . "\n";
    } catch (ChannelException $e) {
        echo "$name: " . $e->getMessage() . ' (' . $e->reason->name . ")\n";
    }
};
echo "-- at once, without a coroutine\n";
$channel = new Channel(2);
$channel->sendAsync('a');
$channel->sendAsync('b');
$first = $channel->recvAsync();
var_dump($first->isCompleted(), count($channel), count(Async\get_coroutines()));
$channel->close();
$second = $channel->recvAsync();
$third = $channel->recvAsync();
var_dump($second->isCompleted(), $third->isCompleted());
foreach (compact('first', 'second', 'third') as $name => $future) {
    $show($name, $future);
}
echo "-- in line with coroutines\n";
$channel = new Channel;
spawn(function () use ($channel) { echo 'recv 1: ' . $channel->recv() . "\n"; });
suspend();
$f1 = $channel->recvAsync();
spawn(function () use ($channel) { echo 'recv 2: ' . $channel->recv() . "\n"; });
suspend();
$f2 = $channel->recvAsync();
spawn(function () use ($channel) {
    foreach (['A', 'B', 'C', 'D'] as $value) {
        $channel->send($value);
    }
    echo "sent\n";
});
suspend();
suspend();
$show('future 1', $f1);
$show('future 2', $f2);

echo "-- taking it wakes a sender, and nothing is free afterwards\n";
$channel = new Channel(1);
$future = $channel->recvAsync();
$channel->send('x');
var_dump($future->isCompleted(), count($channel));
$channel->send('y');
$sender = spawn(function () use ($channel) { $channel->send('z'); echo "z is in\n"; });
suspend();
$show('y', $channel->recvAsync());
await($sender);
$show('z', $channel->recvAsync());
unset($future);

echo "-- resolved and dropped: the value is lost\n";
$future = $channel->recvAsync()->ignore();
$channel->send('lost');
unset($future);
var_dump(count($channel));

echo "-- close rejects those in line, with one exception\n";
$pending = [$channel->recvAsync(), $channel->recvAsync()];
$channel->close();
foreach ($pending as $i => $future) {
    try {
        $future->await();
    } catch (ChannelException $e) {
        $errors[$i] = $e;
        echo $e->getMessage(), "\n";
    }
}
var_dump($errors[0] === $errors[1]);

echo "-- the channel goes\n";
$future = (new Channel)->recvAsync();
$show('disposed', $future);
?>
--EXPECTF--
-- at once, without a coroutine
bool(true)
int(1)
int(0)
bool(true)
bool(true)
first: a
second: b
third: Channel is closed (EXPLICIT)
-- in line with coroutines
recv 1: A
future 1: B
recv 2: C
sent
future 2: D
-- taking it wakes a sender, and nothing is free afterwards
bool(true)
int(0)
y: y
z is in
z: z

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at %srecv_async.php:46 in Unknown on line 0
-- resolved and dropped: the value is lost
int(0)
-- close rejects those in line, with one exception
Channel is closed
Channel is closed
bool(true)
-- the channel goes
disposed: Channel disposed (DISPOSED)
