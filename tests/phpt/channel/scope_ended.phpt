--TEST--
CH-3 CH-32: a scope that ends by itself leaves its channels open until it is disposed
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException, Scope};
use function Async\suspend;

$scope = new Scope;
$scope->spawn(function () use (&$channel) {
    $channel = new Channel(3);
    $channel->send('one');
});
suspend();
suspend();
var_dump($scope->isFinished(), $channel->isClosed());
$channel->send('two');
echo $channel->recv(), "\n";
$scope->dispose();
var_dump($channel->isClosed());
echo $channel->recv(), "\n";
try {
    $channel->recv();
} catch (ChannelException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(false)
one
bool(true)
two
Channel closed: owner scope disposed
