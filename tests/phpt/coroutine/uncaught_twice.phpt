--TEST--
C-141: a second uncaught error is reported with the first as its cause
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

spawn(function () { try { delay(1000000); } finally { throw new Exception('second'); } });
suspend();
spawn(fn() => throw new Exception('first'));
?>
--EXPECTF--
Fatal error: Uncaught Exception: first in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}

Next Async\AsyncCancellation: Graceful shutdown in [no active file]:0
Stack trace:
#0 {main}

Next Exception: second in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line %d
