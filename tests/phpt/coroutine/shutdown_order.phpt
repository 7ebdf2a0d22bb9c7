--TEST--
C-84, C-138: main, coroutines, shutdown functions, what they started, destructors (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

class D { public function __destruct() { echo "destructor begins\n"; delay(1); echo "destructor ends\n"; spawn(function () { echo "spawned by it\n"; }); } }
$global = new D;
register_shutdown_function(function () {
    echo "shutdown function\n";
    spawn(function () { echo "spawned there\n"; register_shutdown_function(function () { echo "registered late\n"; }); });
    echo "shutdown function returns\n";
});
spawn(function () { delay(1); echo "coroutine\n"; });
echo "main ends\n";
?>
--EXPECTF--
main ends
coroutine
shutdown function
shutdown function returns
spawned there
registered late
destructor begins
destructor ends
spawned by it
