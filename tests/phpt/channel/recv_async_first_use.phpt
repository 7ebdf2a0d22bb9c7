--TEST--
CH-20, CH-34, FU-7, X-7: recvAsync() before the scheduler runs; places in the event loop are not known
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\get_coroutines;

$plain = (new Channel(1))->recvAsync();
$channel = new Channel(0, 1, 0, true);
$watched = $channel->recvAsync();
$mapped = $watched->catch(function (ChannelException $e) { echo $e->reason->name, ' in a callback', "\n"; });
var_dump(count(get_coroutines()), $watched->isCompleted());
try {
    $watched->await();
} catch (ChannelException $e) {
    echo $e->reason->name, "\n";
}
var_dump(basename($watched->getCreatedLocation()), $watched->getCompletedLocation());
$mapped->await();
try {
    $plain->await();
} catch (ChannelException $e) {
    echo $e->reason->name, "\n";
}
?>
--EXPECT--
int(0)
bool(false)
NO_PRODUCERS
string(26) "recv_async_first_use.php:7"
string(7) "unknown"
NO_PRODUCERS in a callback
DISPOSED
