--TEST--
CH-36 CH-37: without timeouts the ordinary deadlock applies, and the report names the channel
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

$channel = new Channel(1);
$channel->send('full');
spawn(function () use ($channel) {
    try {
        $channel->send('more');
    } catch (Async\AsyncCancellation $e) {
        echo 'sender: ', $e->getMessage(), "\n";
    }
});
try {
    (new Channel)->recv();
} catch (Async\AsyncCancellation $e) {
    echo 'main: ', $e->getMessage(), "\n";
}
var_dump($channel->isClosed());
?>
--EXPECTF--
PLACEHOLDER
