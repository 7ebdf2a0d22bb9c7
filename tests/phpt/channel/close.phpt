--TEST--
CH-16 CH-17 CH-19 CH-29 CH-30 CH-33: who is told of a close, and how
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{spawn, suspend};

$seen = [];
$try = function (string $name, Closure $body) use (&$seen) {
    try {
        echo "$name: " . ($body() ?? 'done') . "\n";
    } catch (ChannelException $e) {
        echo "$name: " . $e->getMessage() . ' (' . $e->reason->name . ")\n";
        $seen[] = $e;
    }
};
echo "-- receivers: the reserved one gets its value\n";
$channel = new Channel(1);
foreach (['r1', 'r2', 'r3'] as $name) spawn($try, $name, fn() => $channel->recv());
suspend();
$channel->send('value');
$channel->close();
suspend();
var_dump($seen[0] === $seen[1]);

echo "-- senders: all fail, delivering and granted ones too\n";
$seen = [];
$channel = new Channel(1);
$channel->send(0);
foreach (['s1', 's2'] as $name) spawn($try, $name, fn() => $channel->send($name));
suspend();
$channel->recv();
$channel->close();
suspend();
var_dump($seen[0] === $seen[1], count($channel));

$channel = new Channel;
foreach (['s3', 's4'] as $name) spawn($try, $name, fn() => $channel->send($name));
suspend();
$channel->close();
$channel->close();
suspend();
var_dump(count($channel));

echo "-- afterwards each call makes its own\n";
$seen = [];
$try('send', fn() => $channel->send(1));
$try('recv', fn() => $channel->recv());
var_dump($seen[0] === $seen[1], $seen[0]->getLine() === $seen[1]->getLine(), $channel->isClosed());

echo "-- what is inside can still be received\n";
$channel = new Channel(3);
foreach ([1, 2] as $i) $channel->send($i);
$channel->close();
foreach ([1, 2, 3] as $_) $try('recv', fn() => $channel->recv());
?>
--EXPECT--
-- receivers: the reserved one gets its value
r1: value
r2: Channel is closed (EXPLICIT)
r3: Channel is closed (EXPLICIT)
bool(true)
-- senders: all fail, delivering and granted ones too
s1: Channel is closed (EXPLICIT)
s2: Channel is closed (EXPLICIT)
bool(true)
int(0)
s3: Channel is closed (EXPLICIT)
s4: Channel is closed (EXPLICIT)
int(0)
-- afterwards each call makes its own
send: Channel is closed (EXPLICIT)
recv: Channel is closed (EXPLICIT)
bool(false)
bool(false)
bool(true)
-- what is inside can still be received
recv: 1
recv: 2
recv: Channel is closed (EXPLICIT)
