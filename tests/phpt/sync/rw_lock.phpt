--TEST--
SY-30, SY-31, SY-34: readers share, a writer waits its turn and is not overtaken
--EXTENSIONS--
async
--FILE--
<?php
use Async\RwLock;
use function Async\{spawn, suspend, await_all};

$lock = new RwLock();
$reader = fn (string $name) => fn () => $lock->read(function () use ($name, $lock) {
    echo "$name+", $lock->readers(), ' ';
    suspend();
    echo "$name- ";
    return $name;
});
$writer = fn (string $name) => fn () => $lock->write(function () use ($name, $lock) {
    echo "$name+", var_export($lock->isWriteLocked(), true), ' ';
    suspend();
    echo "$name- ";
    return $name;
});
[$values] = await_all([spawn($reader('r1')), spawn($reader('r2')), spawn($writer('w1')), spawn($reader('r3')), spawn($reader('r4')), spawn($writer('w2'))]);
echo implode(' ', $values), "\n";

$lock->readLock();
$w = spawn($writer('w3'));
$r = spawn($reader('r5'));
suspend();
var_dump($lock->tryReadLock(...) instanceof Closure, spawn(fn () => var_dump($lock->tryReadLock(), $lock->tryWriteLock()))->isStarted());
suspend();
$w->cancel();
suspend();
suspend();
echo "\n";
$lock->readUnlock();
var_dump($lock->tryWriteLock(), $lock->isWriteLocked());
$lock->writeUnlock();
try {
    $lock->write(fn () => throw new Exception('inside'));
} catch (Exception $e) {
    echo $e->getMessage(), ' ', var_export($lock->isWriteLocked(), true), "\n";
}
?>
--EXPECT--
r1+1 r2+2 r1- r2- w1+true w1- r3+1 r4+2 r3- r4- w2+true w2- r1 r2 w1 r3 r4 w2
bool(true)
bool(false)
bool(false)
bool(false)
r5+2 r5- 
bool(true)
bool(true)
inside false
