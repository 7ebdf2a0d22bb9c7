--TEST--
TH-2, TH-10, TP-1, TP-2, D-17: without thread safety every class and function is there, and says what it needs (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (PHP_ZTS) die('skip thread-safe PHP'); ?>
--FILE--
<?php
use Async\{Thread, ThreadPool};
use function Async\spawn_thread;

function tell(callable $what) {
    try {
        var_dump($what());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}

tell(fn() => spawn_thread(fn() => 1));
tell(fn() => spawn_thread(task: fn() => 1, inherit: false, bootloader: fn() => 2));
tell(fn() => spawn_thread('strlen'));
tell(fn() => new Thread);
tell(fn() => new ThreadPool);
tell(fn() => new ThreadPool(2, 0, fn() => 1, true, 3));
foreach ([[-1], [2147483648], [1, 1, null, false, -1]] as $arguments) tell(fn() => new ThreadPool(...$arguments));

$methods = fn(string $class) => implode(' ', array_map(fn($method) => $method->name, (new ReflectionClass($class))->getMethods()));
echo $methods(Thread::class), "\n", $methods(ThreadPool::class), "\n";
var_dump((new ReflectionClass(Thread::class))->implementsInterface(Async\Completable::class));
foreach (['RemoteException', 'ThreadTransferException', 'ThreadChannelException', 'ThreadPoolException'] as $name) {
    $class = new ReflectionClass("Async\\$name");
    echo $name, ' extends ', $class->getParentClass()->name, $class->isFinal() ? ' final' : '', "\n";
}
$remote = new Async\RemoteException('boom', 7);
var_dump($remote->getMessage(), $remote->getCode(), $remote->getRemoteClass(), $remote->getRemoteException());
?>
--EXPECT--
Async\AsyncException: spawn_thread() requires a Thread-Safe (ZTS) PHP build
Async\AsyncException: spawn_thread() requires a Thread-Safe (ZTS) PHP build
TypeError: Async\spawn_thread(): Argument #1 ($task) must be of type Closure, string given
Error: Call to private Async\Thread::__construct() from global scope
Async\ThreadPoolException: ThreadPool requires a Thread-Safe (ZTS) PHP build
Async\ThreadPoolException: ThreadPool requires a Thread-Safe (ZTS) PHP build
ValueError: Async\ThreadPool::__construct(): Argument #1 ($workers) must be between 0 and 2147483647
ValueError: Async\ThreadPool::__construct(): Argument #1 ($workers) must be between 0 and 2147483647
ValueError: Async\ThreadPool::__construct(): Argument #5 ($concurrency) must be between 0 and 2147483647
__construct isRunning isCompleted isCancelled getResult getException cancel finally
__construct submit map close cancel isClosed reload getPendingCount getRunningCount getCompletedCount getWorkerCount
bool(true)
RemoteException extends Async\AsyncException
ThreadTransferException extends Async\AsyncException
ThreadChannelException extends Async\AsyncException
ThreadPoolException extends Exception
string(4) "boom"
int(7)
string(0) ""
NULL
