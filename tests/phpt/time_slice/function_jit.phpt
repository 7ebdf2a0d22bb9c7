--TEST--
D-12: time slices are refused where the JIT would miscompute loops, blocking calls are reported all the same (any order)
--SKIPIF--
<?php if (!extension_loaded('Zend OPcache')) die('skip needs opcache'); ?>
--INI--
opcache.enable=1
opcache.enable_cli=1
opcache.jit_buffer_size=16M
opcache.jit=function
async.time_slice=2
async.warn_blocking=100
async.hook_functions=0
--FILE--
<?php
use function Async\{delay, spawn};

set_error_handler(function (int $level, string $text) {
    if (str_starts_with($text, 'time_nanosleep')) {
        echo preg_replace('/\d+ ms/', 'N ms', $text), "\n";
    }
    return true;
});
$other = spawn(fn () => delay(1000000));
delay(1);
time_nanosleep(0, 500_000_000);
$other->cancel();
?>
--EXPECTF--
%AWarning: async.time_slice is off: with opcache.jit=function PHP miscomputes loops after an interrupt (use tracing or 0) in %s
time_nanosleep() blocked the event loop for N ms
