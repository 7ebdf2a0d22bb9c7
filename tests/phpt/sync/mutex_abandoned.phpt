--TEST--
SY-7, SY-14: the lock of a dead owner is abandoned until somebody recovers it
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Mutex, SyncException};
use function Async\{await, await_all, spawn, suspend};

$mutex = new Mutex();
foreach (['normally', 'with an exception', 'cancelled'] as $way) {
    $owner = spawn(function () use ($mutex, $way) {
        $mutex->lock();
        suspend();
        if ($way === 'with an exception') throw new RuntimeException('owner failed');
        if ($way === 'cancelled') Async\delay(1000000);
    });
    $waiters = [];
    foreach (['first', 'second'] as $name) {
        $waiters[] = spawn(function () use ($mutex, $name, $way) {
            try {
                $mutex->lock();
                echo "never\n";
            } catch (SyncException $e) {
                echo "$way, $name: ", $e->getMessage(), "\n";
            }
        });
    }
    suspend();
    suspend();
    if ($way === 'cancelled') $owner->cancel();
    try {
        await($owner);
    } catch (Throwable $e) {
        echo "owner: ", get_class($e), "\n";
    }
    await_all($waiters);
    var_dump($mutex->isAbandoned(), $mutex->isLocked());
    foreach (['lock', 'tryLock', 'unlock'] as $method) {
        try {
            $mutex->$method();
            echo "never\n";
        } catch (Async\AsyncException $e) {
            echo $method, ': ', get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
    $mutex->recover();
    var_dump($mutex->isAbandoned(), $mutex->tryLock());
    $mutex->recover();
    $mutex->unlock();
}
?>
--EXPECT--
normally, first: Mutex is abandoned: its owner ended without unlocking it
normally, second: Mutex is abandoned: its owner ended without unlocking it
bool(true)
bool(true)
lock: Async\SyncException: Mutex is abandoned: its owner ended without unlocking it
tryLock: Async\SyncException: Mutex is abandoned: its owner ended without unlocking it
unlock: Async\AsyncException: Mutex is not locked
bool(false)
bool(true)
owner: RuntimeException
with an exception, first: Mutex is abandoned: its owner ended without unlocking it
with an exception, second: Mutex is abandoned: its owner ended without unlocking it
bool(true)
bool(true)
lock: Async\SyncException: Mutex is abandoned: its owner ended without unlocking it
tryLock: Async\SyncException: Mutex is abandoned: its owner ended without unlocking it
unlock: Async\AsyncException: Mutex is not locked
bool(false)
bool(true)
cancelled, first: Mutex is abandoned: its owner ended without unlocking it
cancelled, second: Mutex is abandoned: its owner ended without unlocking it
owner: Async\AsyncCancellation
bool(true)
bool(true)
lock: Async\SyncException: Mutex is abandoned: its owner ended without unlocking it
tryLock: Async\SyncException: Mutex is abandoned: its owner ended without unlocking it
unlock: Async\AsyncException: Mutex is not locked
bool(false)
bool(true)
