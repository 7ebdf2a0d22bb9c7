--TEST--
C-40, C-43, C-53, C-60: a coroutine that cancels itself goes on; the cancellation is its outcome (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(function () {
    current_coroutine()->cancel(new Async\AsyncCancellation('self'));
    suspend();
    echo "goes on\n";
    return 'value';
});
try { await($c); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; }
var_dump($c->isCancelled(), $c->getResult());

$c = spawn(function () {
    current_coroutine()->cancel(new Async\AsyncCancellation('self'));
    throw new Exception('stronger');
});
try { await($c); } catch (Exception $e) { echo $e->getMessage(), ' <- ', $e->getPrevious()->getMessage(), "\n"; }

$c = spawn(fn() => throw new Async\AsyncCancellation('by itself'));
try { await($c); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; }
var_dump($c->isCancelled());
spawn(fn() => throw new Async\AsyncCancellation('silent'));
?>
--EXPECTF--
goes on
self
bool(true)
string(5) "value"
stronger <- self
by itself
bool(false)
