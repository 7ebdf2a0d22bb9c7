--TEST--
C-14, C-58: only an AsyncCancellation can be given to cancel() (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(fn() => delay(1));
foreach ([new Exception('x'), 'text', new class extends \Cancellation {}] as $wrong) {
    try { $c->cancel($wrong); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
}
await($c);
?>
--EXPECTF--
Async\Coroutine::cancel(): Argument #1 ($cancellation) must be of type ?Async\AsyncCancellation, Exception given
Async\Coroutine::cancel(): Argument #1 ($cancellation) must be of type ?Async\AsyncCancellation, string given
Async\Coroutine::cancel(): Argument #1 ($cancellation) must be of type ?Async\AsyncCancellation, Cancellation@anonymous given
