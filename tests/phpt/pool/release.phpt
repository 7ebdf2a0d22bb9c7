--TEST--
PO-10, PO-11: what release() does with refused resources, after close, and when nothing is out
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;
use function Async\{await, spawn, suspend};

function attempt(callable $call): void {
    try {
        $call();
        echo "done\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$verdict = fn () => true;
$destructor = fn ($r) => print("destroy $r->name\n");
$n = 0;
$pool = new Pool(function () use (&$n) { return (object) ['name' => 'r' . ++$n]; }, function ($r) use (&$destructor) { $destructor($r); },
    beforeRelease: function ($r) use (&$verdict) { return $verdict($r); }, max: 1);
$r = $pool->acquire();
$pool->release($r);
echo $pool->idleCount(), "\n";
foreach ([fn () => false, fn () => throw new Exception('swallowed')] as $verdict) {
    $r = $pool->acquire();
    attempt(fn () => $pool->release($r));
    echo "still $r->name, ", count($pool), " left\n";
}
$verdict = fn () => null;
attempt(fn () => $pool->release($r));
attempt(fn () => $pool->release($pool->acquire()));
attempt(fn () => $pool->release($r));
echo $pool->activeCount(), "\n";

echo "-- a second release while the first is in its hook\n";
$verdict = function () { suspend(); };
$r = $pool->acquire();
$first = spawn(fn () => $pool->release($r));
suspend();
attempt(fn () => $pool->release($r));
await($first);
echo $pool->activeCount(), ' ', $pool->idleCount(), "\n";

echo "-- a destructor's exception leaves after the waiter was woken\n";
$verdict = fn () => false;
$destructor = fn () => throw new RuntimeException('destructor');
$r = $pool->acquire();
$waiter = spawn(fn () => print("waiter has {$pool->acquire()->name}\n"));
suspend();
attempt(fn () => $pool->release($r));
await($waiter);

echo "-- closed meanwhile\n";
$verdict = fn ($r) => print("beforeRelease $r->name\n");
$destructor = fn ($r) => print("destroy $r->name\n");
$pool->close();
$pool->release((object) ['name' => 'r4']);
echo count($pool), "\n";
?>
--EXPECT--
1
destroy r1
done
still r1, 0 left
destroy r2
done
still r2, 0 left
Async\PoolException: Cannot release a resource: none is acquired from this pool
done
Async\PoolException: Cannot release a resource: none is acquired from this pool
0
-- a second release while the first is in its hook
Async\PoolException: Cannot release a resource: none is acquired from this pool
0 1
-- a destructor's exception leaves after the waiter was woken
RuntimeException: destructor
waiter has r4
-- closed meanwhile
beforeRelease r4
destroy r4
0
