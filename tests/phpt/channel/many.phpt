--TEST--
CH-8 CH-16: a thousand coroutines lose and double nothing (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\{await, spawn, suspend};

foreach ([0, 1, 7] as $capacity) {
    $channel = new Channel($capacity);
    $seen = array_fill(0, 1000, 0);
    $senders = [];
    for ($i = 0; $i < 1000; $i++) $senders[] = spawn(fn() => $channel->send($i));
    $receivers = [];
    for ($i = 0; $i < 10; $i++) {
        $receivers[] = spawn(function () use ($channel, &$seen) {
            foreach ($channel as $value) {
                $seen[$value]++;
                if ($value % 3 == 0) suspend();
            }
        });
    }
    foreach ($senders as $sender) await($sender);
    $channel->close();
    foreach ($receivers as $receiver) await($receiver);
    var_dump(array_unique($seen) === [1]);
}
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
