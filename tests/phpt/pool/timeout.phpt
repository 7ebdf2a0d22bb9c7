--TEST--
PO-7: one deadline covers the whole acquire(); 0 and less mean none (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Pool, PoolException, TimeoutException};
use function Async\{await, spawn, suspend, delay};

$pool = new Pool(fn () => 'r', max: 1);
$r = $pool->acquire(-5);
try {
    $pool->acquire(3);
} catch (TimeoutException $e) {
    echo get_class($e), ': ', $e->getMessage(), ' ', var_export($e instanceof PoolException, true), "\n";
}
var_dump($pool->tryAcquire());
foreach ([0, -1] as $timeout) {
    $waiter = spawn(fn () => $pool->acquire($timeout));
    suspend();
    $pool->release($r);
    echo await($waiter), "\n";
}
// Woken to a resource that is refused and a slot somebody else takes meanwhile: it waits on, against the same deadline.
$refuse = true;
$n = 0;
$pool = new Pool(function () use (&$n) { return ++$n; }, function () use (&$pool) { $GLOBALS['taken'] = $pool->acquire(); },
    beforeAcquire: function () use (&$refuse) { return !$refuse; }, max: 1);
$r = $pool->acquire();
$start = hrtime(true);
$waiter = spawn(function () use ($pool) {
    try {
        $pool->acquire(50);
    } catch (TimeoutException $e) {
        echo $e->getMessage(), "\n";
    }
});
delay(20);
$pool->release($r);
await($waiter);
echo "resource $taken was taken by the destructor\n";
echo hrtime(true) - $start >= 50e6 ? "not too early\n" : "too early\n";
?>
--EXPECT--
Async\TimeoutException: Timeout occurred after 3 milliseconds false
NULL
r
r
Timeout occurred after 50 milliseconds
resource 2 was taken by the destructor
not too early
