--TEST--
C-69, C-92, C-140: graceful_shutdown() cancels everybody, protected or not; the caller goes on
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

spawn(function () {
    protect(function () {
        try { delay(1000000); } catch (\Cancellation $e) { echo 'protected: ', $e->getMessage(), "\n"; }
    });
});
spawn(function () {
    suspend();
    spawn(function () { echo "new ones still run\n"; });
    graceful_shutdown(new Async\AsyncCancellation('enough'));
    echo "caller goes on\n";
});
try { delay(1000000); } catch (\Cancellation $e) { echo 'main: ', $e->getMessage(), "\n"; }
spawn(function () { echo "spawned during shutdown\n"; });
?>
--EXPECTF--
caller goes on
main: enough
protected: enough
spawned during shutdown
