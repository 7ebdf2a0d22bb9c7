--TEST--
CH-23 CH-24 CH-26: foreach receives until the channel is closed
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

foreach ([0, 2] as $capacity) {
    echo "-- closed while the loop waits, capacity $capacity\n";
    $channel = new Channel($capacity);
    spawn(function () use ($channel) {
        foreach (['a', 'b', 'c'] as $value) $channel->send($value);
        suspend();
        $channel->close();
    });
    foreach ($channel as $key => $value) echo var_export($key, true), " => $value\n";
}

echo "-- closed before: what is inside is drained\n";
$channel = new Channel(3);
foreach ([1, 2, 3] as $value) $channel->send($value);
$channel->close();
foreach ($channel as $value) {
    echo $value, "\n";
    if ($value === 1) break;
}
echo "-- a second loop goes on\n";
foreach ($channel as $value) echo $value, "\n";
foreach ($channel as $value) echo "never\n";

echo "-- loops compete\n";
$channel = new Channel;
foreach (['A', 'B'] as $name) {
    spawn(function () use ($channel, $name) {
        foreach ($channel as $value) echo "$name got $value\n";
        echo "$name ends\n";
    });
}
suspend();
foreach ([1, 2, 3, 4] as $value) $channel->send($value);
$channel->close();
?>
--EXPECT--
-- closed while the loop waits, capacity 0
NULL => a
NULL => b
NULL => c
-- closed while the loop waits, capacity 2
NULL => a
NULL => b
NULL => c
-- closed before: what is inside is drained
1
-- a second loop goes on
2
3
-- loops compete
A got 1
B got 2
A got 3
B got 4
B ends
A ends
