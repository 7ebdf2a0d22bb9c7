--TEST--
PO-6, PO-8, PO-9: what acquire() and tryAcquire() do when hooks refuse or fail (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Pool, PoolException};

function attempt(callable $call): void {
    try {
        echo json_encode($call()), "\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$n = 0;
$verdict = null;
$destructor = fn ($r) => print("destroy $r\n");
$pool = new Pool(function () use (&$n) { return ++$n; }, function ($r) use (&$destructor) { $destructor($r); },
    beforeAcquire: function ($r) use (&$verdict) { echo "check $r\n"; return $verdict instanceof Throwable ? throw $verdict : $verdict; }, max: 2);
echo "-- fresh ones are not checked\n";
attempt(fn () => $pool->acquire());
$pool->release(1);
echo "-- null, 0 and '' are content\n";
foreach ([null, 0, ''] as $verdict) {
    attempt(fn () => $pool->acquire());
    $pool->release(1);
}
echo "-- false and exceptions are not\n";
$verdict = false;
attempt(fn () => $pool->acquire());
$pool->release(2);
$verdict = new LogicException('swallowed');
attempt(fn () => $pool->tryAcquire());
$pool->release(3);
echo "-- a destructor's exception is\n";
$destructor = function ($r) { throw new RuntimeException("destroying $r"); };
$verdict = false;
attempt(fn () => $pool->acquire());
echo count($pool), "\n";
attempt(fn () => $pool->tryAcquire());
$pool->tryAcquire();
attempt(fn () => $pool->tryAcquire());

echo "-- factories\n";
$failing = new Pool(fn () => throw new RuntimeException('no'), max: 1);
attempt(fn () => $failing->acquire());
attempt(fn () => $failing->tryAcquire());
echo count($failing), "\n";
$failing->close();
attempt(fn () => $failing->acquire());
attempt(fn () => $failing->tryAcquire());
?>
--EXPECT--
-- fresh ones are not checked
1
-- null, 0 and '' are content
check 1
1
check 1
1
check 1
1
-- false and exceptions are not
check 1
destroy 1
2
check 2
destroy 2
3
-- a destructor's exception is
check 3
RuntimeException: destroying 3
0
4
null
-- factories
RuntimeException: no
RuntimeException: no
0
Async\PoolException: Pool is closed
null
