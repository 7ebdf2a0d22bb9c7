--TEST--
CH-12 X-6: what was promised to a cancelled receiver is not lost
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel, ChannelException};
use function Async\{spawn, suspend};

$recv = function (string $name, Channel $channel) {
    try {
        echo "$name got " . $channel->recv() . "\n";
    } catch (AsyncCancellation $e) {
        echo "$name: " . $e->getMessage() . "\n";
    }
};
foreach ([0, 1] as $capacity) {
    echo "-- capacity $capacity, the next receiver gets it\n";
    $channel = new Channel($capacity);
    $first = spawn($recv, 'first', $channel);
    spawn($recv, 'second', $channel);
    suspend();
    $channel->send(1);
    $first->cancel();
    suspend();

    echo "-- it stays in the channel and survives a close\n";
    $lone = spawn($recv, 'lone', $channel);
    suspend();
    $channel->send(2);
    $lone->cancel();
    suspend();
    $channel->close();
    var_dump(count($channel), $channel->recv());
    try {
        $channel->recv();
    } catch (ChannelException $e) {
        echo $e->getMessage() . "\n";
    }
}
?>
--EXPECT--
-- capacity 0, the next receiver gets it
first: Coroutine cancelled
second got 1
-- it stays in the channel and survives a close
lone: Coroutine cancelled
int(1)
int(2)
Channel is closed
-- capacity 1, the next receiver gets it
first: Coroutine cancelled
second got 1
-- it stays in the channel and survives a close
lone: Coroutine cancelled
int(1)
int(2)
Channel is closed
