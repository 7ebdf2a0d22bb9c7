--TEST--
CH-32, D-6: the awaiter of a recvAsync() future sees why the channel closed, not the cancellation of the same step
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel, ChannelException, Scope};
use function Async\{await, suspend};

$scope = (new Scope)->asNotSafely();
$mapped = null;
$scope->spawn(function () use (&$mapped) {
    $channel = new Channel;
    $future = $channel->recvAsync();
    try {
        $future->await();
    } catch (ChannelException $e) {
        echo $e->reason->name, "\n";
    }
});
$outside = null;
$scope->spawn(function () use (&$outside) {
    $channel = new Channel;
    $outside = $channel->recvAsync();
    try {
        suspend();
        $channel->recv();
    } catch (ChannelException $e) {
        echo $e->reason->name, "\n";
    }
});
suspend();
suspend();
$scope->cancel();
try {
    $outside->await();
} catch (ChannelException $e) {
    echo $e->reason->name, "\n";
}
?>
--EXPECT--
SCOPE_DISPOSED
SCOPE_DISPOSED
SCOPE_DISPOSED
