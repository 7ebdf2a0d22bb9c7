--TEST--
CH-27: getIterator() gives an iterator that can be used by hand
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

$channel = new Channel;
spawn(function () use ($channel) {
    foreach ([1, 2, 3] as $value) $channel->send($value);
    $channel->close();
});
$iterator = $channel->getIterator();
var_dump($iterator instanceof Iterator);
var_dump($iterator->valid(), $iterator->key(), $iterator->current(), $iterator->current());
$iterator->rewind();
var_dump($iterator->current());
$iterator->next();
var_dump($iterator->current());
unset($channel);
foreach (new IteratorIterator(new NoRewindIterator(new IteratorIterator($iterator))) as $value) var_dump($value);
var_dump($iterator->valid(), $iterator->current());

function relay(Channel $channel) {
    yield from $channel;
}
$channel = new Channel(3);
foreach (['x', 'y'] as $value) $channel->sendAsync($value);
$channel->close();
foreach (relay($channel) as $value) echo $value, "\n";

$channel = new Channel(3);
foreach (['x', 'y'] as $value) $channel->sendAsync($value);
$channel->close();
echo implode(' ', iterator_to_array($channel, false)), ' ', implode(' ', [...$channel]), "\n";
?>
--EXPECT--
PLACEHOLDER
