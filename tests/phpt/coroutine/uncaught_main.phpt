--TEST--
C-143: the others finish before an error of main is reported
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

spawn(function () {
    try { delay(1000000); } finally { echo "finally\n"; }
});
suspend();
throw new Exception('from main');
?>
--EXPECTF--
finally

Fatal error: Uncaught Exception: from main in %s:%d
Stack trace:
#0 {main}
  thrown in %s on line %d
