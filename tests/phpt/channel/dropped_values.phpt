--TEST--
CH-15 CH-31 CH-33: values nobody gets are released at once
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel, ChannelException};
use function Async\{spawn, suspend};

class Loud {
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
}
$channel = new Channel;
$channel->sendAsync(new Loud('stored by sendAsync'));
$channel->close();
echo "closed\n";

$channel = new Channel;
$sender = spawn(function () use ($channel) {
    try {
        $channel->send(new Loud('of a cancelled sender'));
    } catch (AsyncCancellation) {
        echo "cancelled\n";
    }
});
suspend();
$sender->cancel();
suspend();

spawn(function () use ($channel) {
    try {
        $channel->send(new Loud('of a failed sender'));
    } catch (ChannelException) {
        echo "failed\n";
    }
});
suspend();
$channel->close();
suspend();

$channel = new Channel(2);
$channel->send(new Loud('left inside'));
unset($channel);
echo "end\n";
?>
--EXPECT--
stored by sendAsync is gone
closed
of a cancelled sender is gone
cancelled
of a failed sender is gone
failed
left inside is gone
end
