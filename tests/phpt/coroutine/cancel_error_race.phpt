--TEST--
C-63, D-6: a cancellation overrides a pending error and keeps it; a late error overrides a pending cancellation
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$failing = spawn(function () { suspend(); throw new Exception('error'); });
$waiter = spawn(function () use ($failing) {
    try { await($failing); } catch (\Throwable $e) {
        echo get_class($e), ' <- ', get_class($e->getPrevious()), "\n";
    }
});
spawn(function () use ($waiter) { suspend(); $waiter->cancel(); });
delay(50);

$failing = spawn(function () { suspend(); throw new Exception('error'); });
$waiter = spawn(function () use ($failing) {
    try { await($failing); } catch (\Throwable $e) {
        echo get_class($e), ' <- ', get_class($e->getPrevious()), "\n";
    }
});
suspend();
$waiter->cancel();
delay(50);
?>
--EXPECTF--
Async\AsyncCancellation <- Exception
Exception <- Async\AsyncCancellation
