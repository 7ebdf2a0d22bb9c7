--TEST--
C-76, C-75, C-146: exit() in a finally handler stops the remaining handlers of that coroutine only
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{delay, spawn, suspend};

register_shutdown_function(fn() => print("shutdown function\n"));
$parked = spawn(function () {
    try { delay(1000000); } catch (Cancellation $e) { echo $e->getMessage(), "\n"; }
});
$parked->finally(fn() => print("handler of another coroutine\n"));
suspend();
$exiting = spawn(fn() => 1);
$exiting->finally(fn() => print("first handler\n"));
$exiting->finally(function () { echo "second handler exits\n"; exit(5); });
$exiting->finally(fn() => print("never\n"));
$unstarted = spawn(fn() => print("never\n"));
$unstarted->finally(fn() => print("handler of one that never ran\n"));
try { delay(1000000); } finally { echo "main is cancelled\n"; }
?>
--EXPECT--
first handler
second handler exits
handler of one that never ran
main is cancelled
Graceful shutdown
handler of another coroutine
shutdown function
