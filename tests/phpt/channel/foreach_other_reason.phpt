--TEST--
CH-24: other reasons end a loop that did not wait, and are thrown out of one that did (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};

$channel = new Channel(noProducerTimeout: 60000);
try {
    foreach ($channel as $value) echo "never\n";
} catch (ChannelException $e) {
    echo $e->getMessage(), ' ', $e->reason->name, "\n";
}
foreach ($channel as $value) echo "never\n";
echo "the second loop just ended\n";
?>
--EXPECT--
Channel deadlock DEADLOCK
the second loop just ended
