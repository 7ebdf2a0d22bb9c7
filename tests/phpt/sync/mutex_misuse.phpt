--TEST--
SY-1, SY-11, SY-12: misuse of a mutex is refused and changes nothing (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Mutex;
use function Async\{await, spawn};

function attempt(callable $call): void {
    try {
        $call();
        echo "done\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$mutex = new Mutex();
attempt(fn () => $mutex->unlock());
$mutex->lock();
attempt(fn () => $mutex->lock());
attempt(fn () => $mutex->tryLock());
attempt(fn () => $mutex->synchronized(fn () => 1));
await(spawn(fn () => attempt(fn () => $mutex->unlock())));
var_dump($mutex->isLocked());
attempt(fn () => $mutex->unlock());
attempt(fn () => clone $mutex);
attempt(fn () => serialize($mutex));
attempt(function () use ($mutex) { $mutex->x = 1; });
?>
--EXPECT--
Async\AsyncException: Mutex is not locked
Async\AsyncException: Mutex is already locked by this coroutine
Async\AsyncException: Mutex is already locked by this coroutine
Async\AsyncException: Mutex is already locked by this coroutine
Async\AsyncException: Mutex is locked by another coroutine
bool(true)
done
Error: Trying to clone an uncloneable object of class Async\Mutex
Exception: Serialization of 'Async\Mutex' is not allowed
Error: Cannot create dynamic property Async\Mutex::$x
