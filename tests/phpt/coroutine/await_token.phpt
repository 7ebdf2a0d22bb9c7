--TEST--
C-100, C-102, C-103: a token ends the wait, not the awaited; a finished awaitable does not look at it (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

function attempt(callable $f): void {
    try {
        var_dump($f());
    } catch (\Throwable $e) {
        $p = $e->getPrevious();
        echo get_class($e), ': ', $e->getMessage(), ' <- ', $p ? get_class($p) . ': ' . $p->getMessage() : 'none', "\n";
    }
}
$gate = new Async\Channel();
$slow = spawn(fn() => $gate->recv());
attempt(fn() => await($slow, timeout(1)));
var_dump($slow->isCompleted());
$ok = spawn(fn() => 1);
attempt(fn() => await($slow, $ok));
attempt(fn() => await($slow, $ok));
$bad = spawn(fn() => throw new Exception('token failed'));
attempt(fn() => await($slow, $bad));
spawn(fn() => $gate->send('slow'));
attempt(fn() => await($slow, $slow));
attempt(fn() => await($slow, $bad));
$waiter = spawn(function () { await(spawn(fn() => delay(5))); });
suspend();
$waiter->cancel();
attempt(fn() => await($waiter));
?>
--EXPECTF--
Async\OperationCanceledException: Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 1 milliseconds
bool(false)
Async\OperationCanceledException: Operation has been cancelled <- none
Async\OperationCanceledException: Operation has been cancelled <- none
Async\OperationCanceledException: Operation has been cancelled <- Exception: token failed
string(4) "slow"
string(4) "slow"
Async\AsyncCancellation: Coroutine cancelled <- none
