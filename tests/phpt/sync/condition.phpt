--TEST--
SY-41, SY-42: producers and consumers over a condition; notifications wake the oldest
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Condition, Mutex};
use function Async\{await_all, spawn, suspend};

$mutex = new Mutex();
$filled = new Condition($mutex);
$queue = [];
$consume = function (string $name) use ($mutex, $filled, &$queue) {
    for ($i = 0; $i < 2; $i++) {
        $mutex->lock();
        $filled->waitFor(function () use (&$queue) { return $queue !== []; });
        echo $name, array_shift($queue), ' ';
        $mutex->unlock();
    }
};
$a = spawn($consume, 'A');
$b = spawn($consume, 'B');
$produce = function () use ($mutex, $filled, &$queue) {
    for ($i = 1; $i <= 4; $i++) {
        $mutex->synchronized(function () use (&$queue, $i) { $queue[] = $i; });
        $filled->notify();
        suspend();
        suspend();
    }
};
await_all([$a, $b, spawn($produce)]);
echo "\n";

$woken = [];
for ($i = 0; $i < 4; $i++) {
    $all[] = spawn(function () use ($mutex, $filled, &$woken, $i) {
        $mutex->lock();
        $filled->wait();
        $woken[] = $i;
        $mutex->unlock();
    });
}
suspend();
$filled->notify(2);
suspend(); suspend(); suspend();
echo implode(' ', $woken), "\n";
$filled->notifyAll();
await_all($all);
echo implode(' ', $woken), "\n";
?>
--EXPECT--
A1 B2 A3 B4 
0 1
0 1 2 3
