--TEST--
CH-15 CH-34: a value dropped by a timeout is released where PHP code may run (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};

class Loud {
    public function __destruct() { echo "gone, destructors may suspend\n"; Async\suspend(); echo "and go on\n"; }
}
$channel = new Channel(0, 0, 1, true);
$channel->sendAsync(new Loud);
try {
    $channel->send('no room');
} catch (ChannelException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
gone, destructors may suspend
and go on
Channel deadlock: no consumers
