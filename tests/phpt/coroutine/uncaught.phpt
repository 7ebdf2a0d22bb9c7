--TEST--
C-45, C-47, C-140, C-142: an uncaught error ends the application with the stock report
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

register_shutdown_function(function () { echo "shutdown function\n"; });
spawn(function () {
    try { delay(1000000); } catch (\Cancellation $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; throw $e; }
});
spawn(function () { echo "never started\n"; })->finally(function () { echo "but finalized\n"; });
function fail(string $text) { throw new Exception($text); }
spawn('fail', 'error');
get_coroutines()[2]->cancel();
try { delay(1000000); } finally { echo "main unwinds\n"; }
echo "never\n";
?>
--EXPECTF--
but finalized
main unwinds
Async\AsyncCancellation: Graceful shutdown

Fatal error: Uncaught Exception: error in %s:%d
Stack trace:
#0 [internal function]: fail('error')
#1 {main}
  thrown in %s on line %d
shutdown function
