--TEST--
C-43, C-144: a cancellation that leaves main is silent (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(fn() => delay(1000000));
suspend();
$c->cancel();
register_shutdown_function(function () { echo "shutdown function\n"; });
await($c);
echo "never\n";
?>
--EXPECTF--
shutdown function
