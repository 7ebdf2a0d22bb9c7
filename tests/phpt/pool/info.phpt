--TEST--
PO-20, C-57, C-155: a deadlock report shows the pool
--EXTENSIONS--
async
--FILE--
<?php
$pool = new Async\Pool(fn () => 'r', max: 1);
$pool->acquire();
$waiter = Async\spawn(fn () => $pool->acquire());
Async\suspend();
print_r($waiter->getAwaitingInfo());
$waiter->cancel();
?>
--EXPECT--
Array
(
    [0] => Pool(idle=0, active=1, reserved=0, max=1)
)
