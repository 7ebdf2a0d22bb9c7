--TEST--
C-47, C-168: the trace of a coroutine begins at its callable, with no caller (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

spawn(function () { throw new Exception('error'); });
?>
--EXPECTF--
Fatal error: Uncaught Exception: error in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line %d
