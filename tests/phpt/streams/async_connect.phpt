--TEST--
IO-203: STREAM_CLIENT_ASYNC_CONNECT: the first operation waits for the connection (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

$server = stream_socket_server('tcp://127.0.0.1:0');
$address = 'tcp://' . stream_socket_get_name($server, false);
$connect = fn() => stream_socket_client($address, $errno, $errstr, 5, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
$echo = spawn(function () use ($server) {
    for ($i = 0; $i < 3; $i++) {
        $peer = stream_socket_accept($server);
        spawn(function () use ($peer) {
            fwrite($peer, 'welcome ');
            fwrite($peer, fread($peer, 100));
        });
    }
});
$writes = spawn(function () use ($connect) {
    $stream = $connect();
    fwrite($stream, 'written first');
    return stream_get_contents($stream);
});
$reads = spawn(function () use ($connect) {
    $stream = $connect();
    $greeting = fread($stream, 8);
    fwrite($stream, 'read first');
    return $greeting . stream_get_contents($stream);
});
$selects = spawn(function () use ($connect) {
    $stream = $connect();
    $none = null;
    $write = [$stream];
    $ready = stream_select($none, $write, $none, 5);
    fwrite($stream, 'selected first');
    return $ready . stream_get_contents($stream);
});
var_dump(await($writes), await($reads), await($selects));
await($echo);
?>
--EXPECT--
string(21) "welcome written first"
string(18) "welcome read first"
string(23) "1welcome selected first"
