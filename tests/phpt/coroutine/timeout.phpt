--TEST--
C-8, C-88, C-89: Timeout objects (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

foreach ([0, -5] as $ms) {
    try { timeout($ms); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
}
try { new Async\Timeout; } catch (Error $e) { echo $e->getMessage(), "\n"; }
$t = timeout(5);
var_dump($t instanceof Async\Completable, $t->isCompleted(), $t->isCancelled());
try { await($t); } catch (Async\TimeoutException $e) { echo $e->getMessage(), "\n"; }
var_dump($t->isCompleted(), $t->isCancelled());
$t = timeout(100000);
$t->cancel(new Async\AsyncCancellation('ignored'));
$t->cancel();
var_dump($t->isCompleted(), $t->isCancelled());
try { await($t); } catch (Async\OperationCanceledException $e) { echo $e->getMessage(), "\n"; }
timeout(100000);
echo "an unused timeout keeps nothing alive\n";
?>
--EXPECTF--
Timeout value must be greater than 0
Timeout value must be greater than 0
Call to private Async\Timeout::__construct() from global scope
bool(true)
bool(false)
bool(false)
Timeout occurred after 5 milliseconds
bool(true)
bool(false)
bool(true)
bool(true)
Operation has been cancelled
an unused timeout keeps nothing alive
