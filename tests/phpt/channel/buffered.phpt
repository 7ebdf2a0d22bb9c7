--TEST--
CH-8: a buffered send waits only for room
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel(2);
spawn(function () use ($channel) {
    foreach (range(1, 5) as $i) {
        $channel->send($i);
        echo "sent $i\n";
    }
});
suspend();
echo "main\n";
foreach (range(1, 5) as $_) echo 'got ' . $channel->recv() . "\n";
?>
--EXPECT--
sent 1
sent 2
main
got 1
got 2
sent 3
sent 4
got 3
got 4
sent 5
got 5
