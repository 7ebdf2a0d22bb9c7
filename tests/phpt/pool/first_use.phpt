--TEST--
X-7: tryAcquire(), release(), close() and questions do not start the scheduler (any order)
--EXTENSIONS--
async
--FILE--
<?php
$pool = new Async\Pool(fn () => 'r', beforeAcquire: fn () => true, beforeRelease: fn () => true, min: 1);
$pool->release($pool->tryAcquire());
echo $pool->idleCount(), $pool->activeCount(), count($pool), "\n";
$pool->close();
try {
    Async\current_coroutine();
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
101
The current coroutine is not defined
