--TEST--
C-74: one failing handler gives its exception, several a CompositeException; neither includes the coroutine's own (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

set_exception_handler(function (\Throwable $e) {
    echo get_class($e), "\n";
    foreach ($e->getExceptions() as $one) echo ' ', $one->getMessage(), "\n";
});
$c = spawn(fn() => 1);
$c->finally(fn() => throw new Exception('first'));
$c->finally(fn() => throw new Exception('second'));
await($c);
delay(50);
?>
--EXPECTF--
Async\CompositeException
 first
 second
