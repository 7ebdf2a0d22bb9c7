--TEST--
C-61: cancelled before it started, a coroutine never runs and is finalized at its turn
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(function () { echo "never\n"; });
$c->finally(function (Async\Coroutine $c) { echo "finally ", var_export($c->isCancelled(), true), "\n"; });
$c->cancel(new Async\AsyncCancellation('first'));
$c->cancel(new Async\AsyncCancellation('second'));
var_dump($c->isCancellationRequested(), $c->isCancelled(), $c->isStarted());
suspend();
var_dump($c->isCancelled(), $c->isStarted(), $c->isCompleted());
try { await($c); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECTF--
bool(true)
bool(false)
bool(false)
finally true
bool(true)
bool(false)
bool(true)
first
