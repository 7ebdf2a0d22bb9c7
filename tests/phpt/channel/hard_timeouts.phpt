--TEST--
CH-34 CH-35: hard timeouts keep the process alive and close the channel (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\spawn;

$try = function (string $name, Closure $body) {
    try {
        $body();
        echo "$name done\n";
    } catch (ChannelException $e) {
        echo "$name: ", $e->getMessage(), ' (', $e->reason->name, ")\n";
    }
};
$lonely = new Channel(1, 2, 0, true);
$try('recv', fn() => $lonely->recv());
$try('send', fn() => $lonely->send(1));

$full = new Channel(1, 0, 2, true);
$full->send('kept');
$try('send', fn() => $full->send('lost'));
var_dump($full->recv());
$try('recv', fn() => $full->recv());

$slot = new Channel(0, 0, 2, true);
$try('send', fn() => $slot->send('lost'));
var_dump(count($slot));
?>
--EXPECT--
recv: Channel deadlock: no producers (NO_PRODUCERS)
send: Channel deadlock: no producers (NO_PRODUCERS)
send: Channel deadlock: no consumers (NO_CONSUMERS)
string(4) "kept"
recv: Channel deadlock: no consumers (NO_CONSUMERS)
send: Channel deadlock: no consumers (NO_CONSUMERS)
int(0)
