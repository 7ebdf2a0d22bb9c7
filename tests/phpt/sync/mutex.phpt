--TEST--
SY-2, SY-3, SY-10, SY-14: a mutex is handed on in the order of asking, never to whoever lets it go
--EXTENSIONS--
async
--FILE--
<?php
use Async\Mutex;
use function Async\{await_all, spawn, suspend};

$mutex = new Mutex();
$work = function (string $name) use ($mutex): void {
    for ($i = 0; $i < 3; $i++) {
        $mutex->lock();
        echo $name, $i, " ";
        suspend();
        $mutex->unlock();
    }
};
await_all([spawn($work, 'A'), spawn($work, 'B'), spawn($work, 'C')]);
echo "\n";

$mutex->lock();
spawn(function () use ($mutex) {
    var_dump($mutex->tryLock());
    $mutex->lock();
    echo "locked\n";
    $mutex->unlock();
});
suspend();
$mutex->unlock();
echo "unlocked\n";
var_dump($mutex->isLocked(), $mutex->tryLock());
suspend();
var_dump($mutex->isLocked(), $mutex->tryLock(), $mutex->isLocked());
$mutex->unlock();
?>
--EXPECT--
A0 B0 C0 A1 B1 C1 A2 B2 C2 
bool(false)
unlocked
bool(true)
bool(false)
locked
bool(false)
bool(true)
bool(true)
