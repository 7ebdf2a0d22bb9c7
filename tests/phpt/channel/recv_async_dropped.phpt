--TEST--
CH-21, FU-5, FU-14, FU-20: a future that is dropped or cancelled leaves the line
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{await, await_any_or_fail, delay, spawn, suspend, timeout};

echo "-- dropped\n";
$channel = new Channel;
$future = $channel->recvAsync();
unset($future);
$kept = $channel->recvAsync();
$channel->recvAsync()->ignore();
$channel->send('for the one that is left');
echo $kept->await(), "\n";
var_dump($channel->sendAsync('nobody is in line'), $channel->recv());

echo "-- cancelled\n";
$future = $channel->recvAsync()->ignore();
$future->cancel();
var_dump($channel->sendAsync('still free'), $channel->recv());

echo "-- lost a race\n";
$a = new Channel;
$b = new Channel;
spawn(fn() => $b->send('b wins'));
echo await_any_or_fail([$a->recvAsync(), $b->recvAsync()]), "\n";
var_dump($a->sendAsync('not swallowed'), $a->recv());

echo "-- given up by its awaiter, and then dropped\n";
try {
    await($a->recvAsync(), timeout(1));
} catch (Async\OperationCanceledException $e) {
    echo $e->getMessage(), "\n";
}
unset($e);
gc_collect_cycles();  // the trace of the timeout has the future and the timeout as arguments
suspend();
var_dump($a->sendAsync('free again'), $a->recv());

echo "-- something is to be made of it: it stays\n";
$a->recvAsync()->map(function ($v) { echo "mapped $v\n"; })->ignore();
$mapped = $a->recvAsync()->map(fn($v) => "made of $v");
gc_collect_cycles();
suspend();
$a->send('one');
$a->send('two');
echo $mapped->await(), "\n";
var_dump($a->sendAsync('three'), $a->recv());

echo "-- the timer runs for those who are left only\n";
$channel = new Channel(0, 1, 0, true);
$future = $channel->recvAsync()->ignore();
unset($future);
delay(5);
var_dump($channel->isClosed());
try {
    $channel->recvAsync()->await();
} catch (ChannelException $e) {
    echo $e->reason->name, "\n";
}
?>
--EXPECTF--
-- dropped

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at %srecv_async_dropped.php:7 in Unknown on line 0
for the one that is left
bool(true)
string(17) "nobody is in line"
-- cancelled
bool(true)
string(10) "still free"
-- lost a race
b wins
bool(true)
string(13) "not swallowed"
-- given up by its awaiter, and then dropped
Operation has been cancelled
bool(true)
string(10) "free again"
-- something is to be made of it: it stays
mapped one
made of two
bool(true)
string(5) "three"
-- the timer runs for those who are left only
bool(false)
NO_PRODUCERS
