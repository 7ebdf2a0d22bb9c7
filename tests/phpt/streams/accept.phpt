--TEST--
IO-211, IO-212: accept timeouts; several acceptors, each connection wakes the oldest
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$server = stream_socket_server('tcp://127.0.0.1:0');
$address = 'tcp://' . stream_socket_get_name($server, false);
await(spawn(function () use ($server) {
    var_dump(stream_socket_accept($server, 0));
    var_dump(stream_socket_accept($server, 0.02));
    stream_set_blocking($server, false);  // does not matter
    var_dump(stream_socket_accept($server, 0.02));
    stream_set_blocking($server, true);
}));
$order = [];
$acceptors = [];
foreach (['first', 'second', 'third'] as $name) {
    $acceptors[$name] = spawn(function () use ($server, $name, &$order) {
        $peer = stream_socket_accept($server, -1, $peer_name);
        $order[] = $name;
        fwrite($peer, "$name $peer_name\n");
    });
}
suspend();
$impatient = spawn(fn() => @stream_socket_accept($server, 0.01));
var_dump(await($impatient));
$clients = [];
foreach ($acceptors as $name => $acceptor) {
    $clients[$name] = stream_socket_client($address);
    echo str_replace(stream_socket_get_name($clients[$name], false), 'ADDRESS', fgets($clients[$name]));
}
foreach ($acceptors as $acceptor) {
    await($acceptor);
}
// Many at once.
$acceptors = [];
for ($i = 0; $i < 10; $i++) {
    $acceptors[] = spawn(fn() => stream_socket_accept($server));
}
suspend();
for ($i = 0; $i < 10; $i++) {
    $clients[] = stream_socket_client($address, $errno, $errstr, 5, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
}
$accepted = array_map(await(...), $acceptors);
var_dump(count(array_unique(array_map(intval(...), $accepted))));
?>
--EXPECTF--

Warning: stream_socket_accept(): Accept failed: Connection timed out in %s on line %d
bool(false)

Warning: stream_socket_accept(): Accept failed: Connection timed out in %s on line %d
bool(false)

Warning: stream_socket_accept(): Accept failed: Connection timed out in %s on line %d
bool(false)
bool(false)
first ADDRESS
second ADDRESS
third ADDRESS
int(10)
