--TEST--
PO-14, X-4, X-6: a cancelled waiter passes on what it was promised; a cancelled hook loses nothing
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Pool};
use function Async\{await, current_coroutine, delay, spawn, suspend};

$pool = new Pool(fn () => 'r', max: 1);
$take = function (string $name) use (&$pool) { return function () use (&$pool, $name) {
    try {
        $r = $pool->acquire();
        echo "$name has it\n";
        $pool->release($r);
    } catch (AsyncCancellation $e) {
        echo "$name: ", $e->getMessage(), "\n";
    }
}; };
$r = $pool->acquire();
$a = spawn($take('A'));
$b = spawn($take('B'));
$c = spawn($take('C'));
suspend();
$b->cancel(new AsyncCancellation('waiting'));
$pool->release($r);
$a->cancel(new AsyncCancellation('promised'));
await($a);
await($c);
$r = $pool->acquire();
$d = spawn($take('D'));
suspend();
$pool->release($r);
$d->cancel(new AsyncCancellation('alone'));
var_dump($pool->tryAcquire());
suspend();

$n = 0;
$a = null;
$pool = new Pool(function () use (&$n) { return ++$n; }, fn ($r) => print("destroy $r\n"),
    beforeAcquire: function () use (&$a) { if (current_coroutine() === $a) delay(1000000); }, max: 1);
$pool->release($pool->acquire());
$a = spawn($take('A'));
while (!$a->isStarted()) suspend();
$b = spawn($take('B'));
suspend();
$a->cancel(new AsyncCancellation('in beforeAcquire'));
await($a);
await($b);
echo $pool->activeCount(), ' ', $pool->idleCount(), "\n";
?>
--EXPECT--
B: waiting
A: promised
C has it
string(1) "r"
D: alone
destroy 1
A: in beforeAcquire
B has it
0 1
destroy 2
