--TEST--
CH-39: the sample order of a rendezvous
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use Async\ChannelException;
use function Async\spawn;

$channel = new Channel;
spawn(function () use ($channel) {
    foreach ([1, 2, 3] as $i) {
        echo "sending $i\n";
        $channel->send($i);
    }
    $channel->close();
    echo "sender closed\n";
});
foreach (['A', 'B'] as $name) {
    spawn(function () use ($channel, $name) {
        try {
            while (true) echo "$name got " . $channel->recv() . "\n";
        } catch (ChannelException) {
            echo "$name closed\n";
        }
    });
}
?>
--EXPECT--
sending 1
A got 1
sending 2
sending 3
A got 2
sender closed
B got 3
B closed
A closed
