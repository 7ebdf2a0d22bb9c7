--TEST--
C-146: exit() in a coroutine ends the application, finally blocks of the others included
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

register_shutdown_function(function () { echo "shutdown function\n"; });
spawn(function () { try { delay(1000000); } finally { echo "cancelled\n"; } });
$c = spawn(function () { try { exit("bye\n"); } finally { echo "skipped\n"; } });
try {
    var_dump(await($c));
} catch (\Cancellation $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
bye
NULL
cancelled
shutdown function
