--TEST--
SY-81, CH-14: a pending recvAsync() is a receiver that waits
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\{await, select, spawn, suspend};

$one = new Channel();
$two = new Channel();
$future = $two->recvAsync();
echo json_encode(select(['one' => [$one, 1], 'two' => [$two, 'for the future']], true)), "\n";
echo await($future), ' ', count($one), count($two), "\n";

// While select waits, the value in the slot is there for it.
$waiter = spawn(fn () => print(json_encode(select(['one' => $one, 'two' => [$two, 'from the slot']])) . "\n"));
suspend();
echo await($two->recvAsync()), "\n";
await($waiter);
echo count($two), "\n";
?>
--EXPECT--
["two",null]
for the future 00
from the slot
["two",null]
0
