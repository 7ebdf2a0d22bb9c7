--TEST--
IO-251: stream_socket_shutdown() wakes a parked reader and a parked writer (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

[$a, $b] = tcp_pair();
$reader = spawn(fn() => [fread($b, 10), feof($b)]);
$peer = spawn(fn() => fread($a, 10));
suspend();
stream_socket_shutdown($b, STREAM_SHUT_RD);
echo json_encode(await($reader)), "\n";
stream_socket_shutdown($b, STREAM_SHUT_WR);
echo json_encode(await($peer)), "\n";

[$a, $b] = tcp_pair();
$writer = spawn(fn() => @fwrite($a, str_repeat('x', 20000000)) < 20000000);
suspend();
stream_socket_shutdown($a, STREAM_SHUT_WR);
var_dump(await($writer));
?>
--EXPECT--
["",true]
""
bool(true)
