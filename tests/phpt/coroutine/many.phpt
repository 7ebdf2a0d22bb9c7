--TEST--
C-32, C-236: a thousand coroutines in delay() with the default memory limit (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$done = 0;
for ($i = 0; $i < 1000; $i++) spawn(function () use (&$done) { delay(1); $done++; });
register_shutdown_function(function () use (&$done) { var_dump($done); });
?>
--EXPECTF--
int(1000)
