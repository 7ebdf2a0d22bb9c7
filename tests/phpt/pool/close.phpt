--TEST--
PO-15: closing fails everybody who waits, with a reservation or without, and destroys what is idle
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Pool, PoolException};
use function Async\{spawn, suspend};

$n = 0;
$pool = new Pool(function () use (&$n) { return ++$n; }, function ($r) {
    echo "destroy $r\n";
    if ($r > 1) throw new RuntimeException("destroying $r");
}, min: 3, max: 4);
try {
    $pool->close();
} catch (RuntimeException $e) {
    echo $e->getMessage(), ' <- ', $e->getPrevious()->getMessage(), "\n";
}
$pool->close();
var_dump($pool->isClosed(), count($pool));

$pool = new Pool(fn () => 'r', fn () => print("destroyed\n"), max: 1);
$r = $pool->acquire();
foreach (['promised', 'waiting'] as $name) {
    spawn(function () use ($pool, $name) {
        try {
            $pool->acquire();
        } catch (PoolException $e) {
            echo "$name: ", $e->getMessage(), "\n";
        }
    });
}
suspend();
$pool->release($r);
$pool->close();
suspend();
?>
--EXPECT--
destroy 1
destroy 2
destroy 3
destroying 3 <- destroying 2
bool(true)
int(0)
destroyed
promised: Pool is closed
waiting: Pool is closed
