--TEST--
PO-5, PO-12, PO-13: who releases does not take its own resource back; a surplus is for anybody
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;
use function Async\{await_all, spawn, suspend};

foreach ([2, 6] as $workers) {
    $pool = new Pool(fn () => 'r', max: 1);
    $all = [];
    for ($w = 0; $w < $workers; $w++) {
        $all[] = spawn(function (string $name) use ($pool) {
            for ($i = 0; $i < 3; $i++) {
                $r = $pool->acquire();
                echo $name, $i, ' ';
                suspend();
                $pool->release($r);
            }
        }, chr(ord('A') + $w));
    }
    await_all($all);
    echo "\n";
}

$n = 0;
$pool = new Pool(function () use (&$n) { return ++$n; }, max: 3);
$held = [$pool->acquire(), $pool->acquire(), $pool->acquire()];
$waiter = spawn(fn () => print('waiter has ' . $pool->acquire() . "\n"));
suspend();
$pool->release($held[0]);
var_dump($pool->tryAcquire());  // promised
$pool->release($held[1]);
$pool->release($held[2]);
var_dump($pool->tryAcquire());  // three idle, one promised
suspend();
?>
--EXPECT--
A0 B0 A1 B1 A2 B2 
A0 B0 C0 D0 E0 F0 A1 B1 C1 D1 E1 F1 A2 B2 C2 D2 E2 F2 
NULL
int(1)
waiter has 2
