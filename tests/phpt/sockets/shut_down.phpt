--TEST--
IO-42, IO-231: a datagram socket that was shut down for receiving is readable for ever and has nothing: nobody waits for it, as in stock PHP
--EXTENSIONS--
async
sockets
--FILE--
<?php
use function Async\{spawn, await, suspend};

function all_ways(): array
{
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0);
    stream_socket_shutdown($a, STREAM_SHUT_RD);
    $socket = socket_import_stream($a);
    return [socket_recv($socket, $bytes, 100, 0), $bytes, fread($a, 100), feof($a), stream_socket_recvfrom($a, 100)];
}

$stock = json_encode(all_ways());
$turns = 0;
$others = spawn(function () use (&$turns) {
    for (; $turns < 100; $turns++) suspend();
});
echo json_encode(await(spawn(all_ways(...)))) === $stock ? "as stock\n" : 'not ', "$stock\n";
await($others);

// Shut down under who waits.
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0);
$readers = [
    spawn(fn() => fread($a, 100)),
    spawn(fn() => stream_socket_recvfrom($a, 100)),
    spawn(fn() => socket_recv(socket_import_stream($a), $bytes, 100, 0)),
];
for ($i = 0; $i < 3; $i++) suspend();
stream_socket_shutdown($a, STREAM_SHUT_RD);
foreach ($readers as $reader) {
    echo json_encode(await($reader)), "\n";
}
?>
--EXPECT--
as stock
[0,null,"",false,""]
""
""
0
