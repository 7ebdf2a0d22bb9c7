--TEST--
CH-34 CH-35: a soft timeout counts while something else keeps the process alive (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{spawn, delay};

$channel = new Channel(0, 1);
$done = false;
spawn(function () use (&$done) {
    while (!$done) delay(1);
});
try {
    $channel->recv();
} catch (ChannelException $e) {
    echo $e->getMessage(), "\n";
}
$done = true;
?>
--EXPECT--
Channel deadlock: no producers
