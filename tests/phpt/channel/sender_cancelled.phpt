--TEST--
CH-11 X-4: a sender that is cancelled takes its value back unless somebody has it
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel};
use function Async\{spawn, suspend};

$send = function (Channel $channel, int $value) {
    try {
        $channel->send($value);
        echo "sent $value\n";
    } catch (AsyncCancellation $e) {
        echo "not sent $value: " . $e->getMessage() . "\n";
    }
};

echo "-- delivering\n";
$channel = new Channel;
$first = spawn($send, $channel, 1);
spawn($send, $channel, 2);
suspend();
$first->cancel(new AsyncCancellation('enough'));
var_dump(count($channel), $channel->sendAsync(9));
echo 'got ' . $channel->recv() . "\n";
suspend();

echo "-- already taken\n";
$sender = spawn($send, $channel, 3);
suspend();
echo 'got ' . $channel->recv() . "\n";
$sender->cancel(new AsyncCancellation('too late'));
suspend();
var_dump(count($channel));

echo "-- waiting for room, room already reserved\n";
$channel = new Channel(1);
$channel->send(0);
$first = spawn($send, $channel, 4);
spawn($send, $channel, 5);
suspend();
echo 'got ' . $channel->recv() . "\n";
$first->cancel(new AsyncCancellation('enough'));
echo 'got ' . $channel->recv() . "\n";
var_dump($channel->isEmpty());
?>
--EXPECT--
-- delivering
int(0)
bool(false)
not sent 1: enough
sent 2
got 2
-- already taken
got 3
not sent 3: too late
int(0)
-- waiting for room, room already reserved
got 0
not sent 4: enough
sent 5
got 5
bool(true)
