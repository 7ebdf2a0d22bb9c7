--TEST--
SY-40, SY-41: however wait() ends, the mutex is held again; a notification of a cancelled one passes on
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, Condition, Mutex, SyncException};
use function Async\{await, spawn, suspend, timeout};

$mutex = new Mutex();
$condition = new Condition($mutex);
$wait = function (string $name, $token = null) use ($mutex, $condition) {
    $mutex->lock();
    try {
        $condition->wait($token);
        echo "$name notified\n";
    } catch (Throwable $e) {
        echo $name, ': ', get_class($e), ': ', $e->getMessage(), "\n";
    }
    $mutex->unlock();  // would throw if it were not ours
    echo "$name has unlocked\n";
};
await(spawn($wait, 'token', timeout(1)));

$a = spawn($wait, 'A');
$b = spawn($wait, 'B');
suspend();
$condition->notify();
$a->cancel(new AsyncCancellation('notified, then cancelled'));
await($a);
await($b);

// Cancelled in the line for the mutex: told when it has the mutex.
$c = spawn($wait, 'C');
suspend();
$mutex->lock();
$condition->notify();
suspend();
$c->cancel(new AsyncCancellation('in the line for the mutex'));
suspend();
echo "main still has it\n";
$mutex->unlock();
await($c);

// Both: cancelled while waiting, and once more in the line for the mutex.
$d = spawn($wait, 'D');
suspend();
$mutex->lock();
$d->cancel(new AsyncCancellation('first'));
suspend();
$d->cancel(new AsyncCancellation('second'));
suspend();
$mutex->unlock();
await($d);

$e = spawn(function () use ($mutex, $condition) {
    $mutex->lock();
    try {
        $condition->wait();
    } catch (SyncException $e) {
        echo $e->getMessage(), "\n";
    }
    try {
        $mutex->unlock();
    } catch (AsyncException $e) {
        echo $e->getMessage(), "\n";
    }
});
suspend();
await(spawn(function () use ($mutex, $condition) { $mutex->lock(); $condition->notify(); suspend(); }));
await($e);
$mutex->recover();
foreach ([fn () => $condition->wait(), fn () => $condition->notify(0), fn () => $condition->__construct($mutex)] as $wrong) {
    try {
        $wrong();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
token: Async\OperationCanceledException: Operation has been cancelled
token has unlocked
A: Async\AsyncCancellation: notified, then cancelled
A has unlocked
B notified
B has unlocked
main still has it
C: Async\AsyncCancellation: in the line for the mutex
C has unlocked
D: Async\AsyncCancellation: second
D has unlocked
Mutex is abandoned: its owner ended without unlocking it
Mutex is not locked
Async\AsyncException: Condition::wait() requires the mutex to be locked by this coroutine
ValueError: Async\Condition::notify(): Argument #1 ($count) must be greater than 0
Error: Cannot call constructor twice
