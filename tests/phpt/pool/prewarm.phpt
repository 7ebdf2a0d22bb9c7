--TEST--
PO-2, PO-3: min resources at once; the longest idle first, also on close (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;

$n = 0;
$factory = function () use (&$n) { echo "make ", ++$n, "\n"; return $n; };
$pool = new Pool($factory, fn ($r) => print("destroy $r\n"), min: 3);
echo count($pool), ' ', $pool->idleCount(), ' ', $pool->activeCount(), "\n";
$a = $pool->acquire();
$b = $pool->tryAcquire();
echo "$a $b\n";
$pool->release($b);
$pool->release($a);
$pool->close();
echo "-- nothing in advance\n";
$lazy = new Pool($factory);
echo count($lazy), "\n";
echo "-- a failing factory\n";
$made = 0;
try {
    new Pool(function () use (&$made) {
        if (++$made === 3) throw new RuntimeException('the third');
        return $made;
    }, fn ($r) => print("destroy $r\n"), min: 5);
} catch (RuntimeException $e) {
    echo $e->getMessage(), " after $made\n";
}
?>
--EXPECT--
make 1
make 2
make 3
3 3 0
1 2
destroy 3
destroy 2
destroy 1
-- nothing in advance
0
-- a failing factory
destroy 1
destroy 2
the third after 3
