--TEST--
SY-4, X-2, X-3, X-4: cancelled and timed out waiters leave the line, also after they were served
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Mutex, OperationCanceledException};
use function Async\{await, spawn, suspend, timeout};

$mutex = new Mutex();
$wait = function (string $name, $token = null) use ($mutex): void {
    try {
        $mutex->lock($token);
        echo "$name has it\n";
        $mutex->unlock();
    } catch (AsyncCancellation $e) {
        echo $name, ': ', get_class($e), ': ', $e->getMessage(), ' <- ', $e->getPrevious()?->getMessage(), "\n";
    }
};
$mutex->lock();
$a = spawn($wait, 'A');
$b = spawn($wait, 'B');
$c = spawn($wait, 'C');
suspend();
$b->cancel(new AsyncCancellation('waiting'));
suspend();
$mutex->unlock();
$a->cancel(new AsyncCancellation('served'));
suspend();

$mutex->lock();
$token = timeout(1);
$d = spawn($wait, 'D', $token);
await($d);
$mutex->unlock();
$wait('E', $token);
echo $mutex->isLocked() ? "locked\n" : "free\n";
?>
--EXPECT--
B: Async\AsyncCancellation: waiting <- 
A: Async\AsyncCancellation: served <- 
C has it
D: Async\OperationCanceledException: Operation has been cancelled <- Timeout occurred after 1 milliseconds
E: Async\OperationCanceledException: Operation has been cancelled <- Timeout occurred after 1 milliseconds
free
