--TEST--
CH-23 X-4: a cancellation leaves the loop and the channel stays usable
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel};
use function Async\{spawn, suspend};

$channel = new Channel;
$loop = spawn(function () use ($channel) {
    try {
        foreach ($channel as $value) echo "got $value\n";
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
suspend();
$channel->send(1);
suspend();
$loop->cancel();
suspend();
var_dump($channel->sendAsync(2), $channel->recv());
?>
--EXPECT--
got 1
Coroutine cancelled
bool(true)
int(2)
