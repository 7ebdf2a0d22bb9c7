--TEST--
CH-9 CH-10: from hand to hand
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel;
echo "-- the receiver waits: the sender goes on first\n";
spawn(function () use ($channel) { echo 'got ' . $channel->recv() . "\n"; });
suspend();
$channel->send(1);
echo "sent 1\n";
suspend();

echo "-- the sender waits until the value is taken\n";
spawn(function () use ($channel) {
    $channel->send(2);
    echo "sent 2\n";
});
suspend();
var_dump(count($channel), $channel->isFull());
echo 'got ' . $channel->recv() . "\n";
$channel->close();
echo "closed\n";
suspend();
echo "-- the delivered sender was not failed by the close\n";
?>
--EXPECT--
-- the receiver waits: the sender goes on first
sent 1
got 1
-- the sender waits until the value is taken
int(1)
bool(true)
got 2
closed
sent 2
-- the delivered sender was not failed by the close
