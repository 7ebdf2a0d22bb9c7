--TEST--
C-142: the user's exception handler gets the exit exception once everybody has ended
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

set_exception_handler(function (\Throwable $e) { echo 'handler: ', $e->getMessage(), "\n"; });
spawn(function () { try { delay(1000000); } finally { echo "finally\n"; } });
suspend();
spawn(fn() => throw new Exception('error'));
?>
--EXPECTF--
finally
handler: error
