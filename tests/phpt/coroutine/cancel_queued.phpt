--TEST--
C-25, C-63: a queued coroutine that is cancelled keeps its place
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$a = spawn(function () {
    try { suspend(); echo "no\n"; } catch (\Cancellation $e) { echo "A cancelled\n"; }
});
spawn(function () { suspend(); echo "B\n"; });
suspend();
$a->cancel();
suspend();
?>
--EXPECTF--
A cancelled
B
