--TEST--
C-61, C-210, C-40: arguments of a coroutine cancelled before its start are destroyed in its turn; a destructor may wait or throw
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Slow
{
    public function __destruct()
    {
        echo "destructor begins\n";
        suspend();
        echo "destructor ends\n";
    }
}
final class Thrower
{
    public function __destruct() { throw new Exception('from the destructor'); }
}
$never = fn($argument) => print("never\n");
$outcome = function ($coroutine) {
    try { await($coroutine); } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), $e->getPrevious() ? ' <- ' . $e->getPrevious()->getMessage() : '', "\n";
    }
    var_dump($coroutine->isStarted(), $coroutine->isCancelled());
};
$coroutine = spawn($never, new Slow);
$coroutine->cancel();
spawn(fn() => print("others run meanwhile\n"));
$outcome($coroutine);

$coroutine = spawn($never, new Thrower);
$coroutine->cancel();
$next = spawn(fn() => 'the next one is not hit');
$outcome($coroutine);
echo await($next), "\n";
?>
--EXPECT--
destructor begins
others run meanwhile
destructor ends
Async\AsyncCancellation: Coroutine cancelled
bool(false)
bool(true)
Exception: from the destructor <- Coroutine cancelled
bool(false)
bool(true)
the next one is not hit
