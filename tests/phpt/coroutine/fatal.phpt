--TEST--
C-75, C-147, C-148, C-149: after a fatal error no PHP code of any coroutine runs, shutdown functions do (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip without the engine\'s memory manager there is no memory limit'); ?>
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

register_shutdown_function(function () {
    echo "shutdown function\n";
    spawn(function () { echo "coroutines still work\n"; });
    suspend();
});
for ($i = 0; $i < 1000; $i++) {
    spawn(function () { try { delay(1000000); } finally { echo "never\n"; } });
}
spawn(function () {
    suspend();
    ini_set('memory_limit', '64M');
    str_repeat('x', 100 * 1024 * 1024);
})->finally(function () { echo "never\n"; });
try { delay(1000000); } finally { echo "never\n"; }
?>
--EXPECTF--
Fatal error: Allowed memory size of %d bytes exhausted%s(tried to allocate %d bytes) in %s on line %d
shutdown function
coroutines still work
