--TEST--
PO-15, PO-17: a pool is closed while its health check makes a new resource: that one is destroyed, not kept in the closed pool
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{delay, suspend};

$made = 0;
$pool = new Async\Pool(
    factory: function () use (&$made) {
        if ($made++ > 0) delay(20);
        return $made;
    },
    destructor: function ($resource) {
        echo "destroyed $resource\n";
    },
    healthcheck: fn ($resource) => $resource > 1,
    min: 1,
    healthcheckInterval: 10,
);
while ($made < 2) suspend();
$pool->close();
echo "closed\n";
while ($pool->activeCount() > 0) delay(1);
echo $pool->count(), ' ', $pool->idleCount(), "\n";
?>
--EXPECT--
destroyed 1
closed
destroyed 2
0 0
