--TEST--
IO-200, IO-201, IO-1, IO-4: five connects to a listener whose queue is full; it accepts when all are on their way
--EXTENSIONS--
async
--SKIPIF--
<?php if (!is_readable('/proc/net/tcp')) die('skip needs /proc/net/tcp'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/unanswering.inc';
use function Async\{spawn, suspend};

$calls = [
    'stream_socket_client' => fn($address) => stream_socket_client($address, $code, $text, 100),
    'fsockopen' => fn($address) => fsockopen(preg_replace('/:\d+$/', '', $address), (int) substr(strrchr($address, ':'), 1), $code, $text, 100),
    'file_get_contents' => fn($address) => fopen(str_replace('tcp:', 'http:', $address), 'r'),
];
foreach ($calls as $function => $call) {
    $address = unanswering($listener);
    $before = connecting($address);
    $accepting = null;
    overlap($function, fn() => is_resource($call($address)), function () use (&$accepting, $listener) {
        $accepting = spawn(function () use ($listener) {
            for (;;) {
                $peer = stream_socket_accept($listener, -1);
                fwrite($peer, "HTTP/1.0 200 OK\r\n\r\n");
                fclose($peer);
            }
        });
    }, function () use ($address, $before) {
        while (connecting($address) < $before + CALLERS) {
            suspend();
        }
    });
    $accepting->cancel();
}
?>
--EXPECT--
stream_socket_client: 5 arrived, 0 done, turns, [true,true,true,true,true]
fsockopen: 5 arrived, 0 done, turns, [true,true,true,true,true]
file_get_contents: 5 arrived, 0 done, turns, [true,true,true,true,true]
