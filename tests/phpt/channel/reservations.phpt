--TEST--
CH-13 CH-18 X-6: nobody takes what is reserved for a woken coroutine
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

echo "-- a slot\n";
$channel = new Channel;
foreach ([1, 2] as $i) spawn(function () use ($channel, $i) { $channel->send($i); echo "sent $i\n"; });
suspend();
echo 'got ' . $channel->recv() . "\n";
var_dump($channel->isFull(), $channel->sendAsync(9));
echo 'got ' . $channel->recv() . "\n";
suspend();

echo "-- a value\n";
$channel = new Channel(2);
spawn(function () use ($channel) { echo 'earlier got ' . $channel->recv() . "\n"; });
suspend();
$channel->send('a');
spawn(function () use ($channel) { suspend(); $channel->send('b'); });
echo 'main got ' . $channel->recv() . "\n";
?>
--EXPECT--
-- a slot
got 1
bool(false)
bool(false)
sent 1
sent 2
got 2
-- a value
earlier got a
main got b
