--TEST--
PO-4: a resource in a hook is active, slots are claimed before user code runs, count() never exceeds max
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;
use function Async\{await_all, spawn, suspend};

$most = 0;
$see = function (string $where) use (&$pool, &$most) {
    echo $where, ': ', $pool->idleCount(), ' idle, ', $pool->activeCount(), " active\n";
    $most = max($most, count($pool));
    suspend();
};
$pool = new Pool(function () use ($see) { $see('factory'); return new stdClass(); },
    beforeAcquire: function () use ($see) { $see('beforeAcquire'); },
    beforeRelease: function () use ($see) { $see('beforeRelease'); }, max: 2);
$work = function () use (&$pool) {
    $r = $pool->acquire();
    suspend();
    $pool->release($r);
};
await_all([spawn($work), spawn($work), spawn($work)]);
echo 'most: ', $most, ', left: ', count($pool), "\n";
?>
--EXPECT--
factory: 0 idle, 1 active
factory: 0 idle, 2 active
beforeRelease: 0 idle, 2 active
beforeRelease: 0 idle, 2 active
beforeAcquire: 1 idle, 1 active
beforeRelease: 1 idle, 1 active
most: 2, left: 2
