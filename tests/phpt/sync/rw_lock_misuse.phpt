--TEST--
SY-7, SY-32, SY-33: recursion, upgrades, unlocking what one does not hold, a dead writer and a dead reader
--EXTENSIONS--
async
--FILE--
<?php
use Async\RwLock;
use function Async\{await, spawn, suspend};

function attempt(callable $call): void {
    try {
        $call();
        echo "done\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$lock = new RwLock();
attempt(fn () => $lock->readUnlock());
attempt(fn () => $lock->writeUnlock());
$lock->readLock();
attempt(fn () => $lock->readLock());
attempt(fn () => $lock->writeLock());
attempt(fn () => $lock->tryWriteLock());
attempt(fn () => $lock->writeUnlock());
await(spawn(fn () => attempt(fn () => $lock->readUnlock())));
await(spawn(fn () => $lock->readLock()));  // ends as a reader
var_dump($lock->readers());
$lock->readUnlock();
spawn(function () use ($lock) {
    $lock->writeLock();
    suspend();
});
$waiting = spawn(fn () => attempt(fn () => $lock->readLock()));
await($waiting);
attempt(fn () => $lock->writeLock());
attempt(fn () => $lock->tryReadLock());
var_dump($lock->isAbandoned());
$lock->recover();
var_dump($lock->isAbandoned(), $lock->tryReadLock());
?>
--EXPECT--
Async\AsyncException: RwLock is not locked for reading by this coroutine
Async\AsyncException: RwLock is not locked for writing by this coroutine
Async\AsyncException: RwLock is already locked by this coroutine
Async\AsyncException: RwLock is already locked by this coroutine
Async\AsyncException: RwLock is already locked by this coroutine
Async\AsyncException: RwLock is not locked for writing by this coroutine
Async\AsyncException: RwLock is not locked for reading by this coroutine
int(1)
Async\SyncException: RwLock is abandoned: its writer ended without unlocking it
Async\SyncException: RwLock is abandoned: its writer ended without unlocking it
Async\SyncException: RwLock is abandoned: its writer ended without unlocking it
bool(true)
bool(false)
bool(true)
