--TEST--
PO-6, PO-10, PO-17: a check that gives up by a timeout of its own finds the resource bad (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, Pool};
use function Async\timeout;

$n = 0;
$silent = new Channel();
$ping = fn () => $silent->recv(timeout(1));
$pool = new Pool(function () use (&$n) { return ++$n; }, fn ($r) => print("destroy $r\n"), beforeAcquire: $ping, max: 1);
$pool->release($pool->acquire());
echo $pool->acquire(), "\n";
$pool = new Pool(function () use (&$n) { return ++$n; }, fn ($r) => print("destroy $r\n"), beforeRelease: $ping, max: 1);
$pool->release($pool->acquire());
echo count($pool), "\n";
?>
--EXPECT--
destroy 1
2
destroy 3
0
