--TEST--
IO-10, IO-12, IO-204, IO-201: cancel and timeout during connect close the descriptor (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (!is_dir('/proc/self/fd')) die('skip needs /proc/self/fd'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/unanswering.inc';
use function Async\{spawn, await, suspend, delay};

$address = unanswering();
spawn(fn() => null);
suspend();
$descriptors = fn() => count(scandir('/proc/self/fd'));
$warm = @stream_socket_client($address, $errno, $errstr, 0.02);  // makes the event loop
$before = $descriptors();
var_dump(stream_socket_client($address, $errno, $errstr, 0.05), $errno, $errstr);
$coroutine = spawn(function () use ($address) {
    try {
        stream_socket_client($address, $errno, $errstr, 60);
    } catch (Async\AsyncCancellation $e) {
        echo get_class($e), "\n";
    }
});
delay(20);
$coroutine->cancel();
await($coroutine);
$coroutine = spawn(function () use ($address) {
    try {
        file_get_contents(str_replace('tcp:', 'http:', $address));
    } catch (Async\AsyncCancellation $e) {
        echo get_class($e), "\n";
    }
});
delay(20);
$coroutine->cancel();
await($coroutine);
var_dump($descriptors() - $before);
?>
--EXPECTF--

Warning: stream_socket_client(): Unable to connect to tcp://127.0.0.1:%d (Connection timed out) in %s on line %d
bool(false)
int(110)
string(20) "Connection timed out"
Async\AsyncCancellation
Async\AsyncCancellation
int(0)
