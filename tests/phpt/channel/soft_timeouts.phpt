--TEST--
CH-35 CH-36: soft timeouts keep nothing alive and give way instead of a deadlock
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\spawn;

$try = function (string $name, Closure $body) {
    try {
        echo "$name: " . ($body() ?? 'done') . "\n";
    } catch (ChannelException $e) {
        echo "$name: " . $e->getMessage() . ' (' . $e->reason->name . ")\n";
    }
};
$in = new Channel(0, 3600000);
$out = new Channel(0, 0, 3600000);
$idle = new Channel(1, 3600000, 3600000);
$idle->send('kept');
spawn($try, 'recv', fn() => $in->recv());
spawn($try, 'send', fn() => $out->send(1));
$try('main', fn() => $in->recv());
var_dump($idle->isClosed(), $idle->recv());
?>
--EXPECT--
main: Channel deadlock (DEADLOCK)
bool(false)
string(4) "kept"
recv: Channel deadlock (DEADLOCK)
send: Channel deadlock (DEADLOCK)
