--TEST--
IO-853, IO-857, IO-4, IO-855: MSG_WAITALL waits for all; literal addresses do not yield, names do; an imported stream shares its descriptor
--EXTENSIONS--
async
sockets
--FILE--
<?php
use function Async\{spawn, await, suspend};

require __DIR__ . '/../_inc/sockets.inc';

[$a, $b] = socket_pair_local();
$reader = spawn(fn() => socket_recv($a, $data, 9, MSG_WAITALL) . $data);
foreach (['abc', 'def', 'ghijkl'] as $piece) {
    suspend();
    echo $reader->isCompleted() ? 'done ' : 'waits ';
    socket_write($b, $piece);
}
echo await($reader), ' ', socket_read($a, 10), "\n";

$turns = 0;
$count = function (callable $call) use (&$turns) {
    $before = $turns;
    $call();
    return $turns - $before > 0 ? 'yields' : 'stays';
};
$done = false;
spawn(function () use (&$turns, &$done) {
    while (!$done) {
        $turns++;
        suspend();
    }
});
await(spawn(function () use ($count) {
    $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
    echo 'bind literal ', $count(fn() => socket_bind($socket, '127.0.0.1', 0)), "\n";
    socket_getsockname($socket, $address, $port);
    echo 'sendto literal ', $count(fn() => socket_sendto($socket, 'x', 1, 0, '127.0.0.1', $port)), "\n";
    echo 'recvfrom there ', $count(fn() => socket_recvfrom($socket, $data, 1, 0, $from, $fromPort)), "\n";
    echo 'sendto name ', $count(fn() => socket_sendto($socket, 'x', 1, 0, 'localhost', $port)), "\n";
    echo 'bind name ', $count(fn() => socket_bind(socket_create(AF_INET, SOCK_DGRAM, SOL_UDP), 'localhost', 0)), "\n";
    echo 'lookup ', $count(fn() => socket_addrinfo_lookup('localhost')), "\n";
}));
$done = true;

[$stream, $peer] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$socket = socket_import_stream($stream);
$reader = spawn(fn() => socket_read($socket, 10));
suspend();
fwrite($peer, 'through');
echo await($reader), "\n";
$reader = spawn(fn() => fread($stream, 10));
suspend();
fwrite($peer, 'and back');
echo await($reader), "\n";
$reader = spawn(fn() => @socket_read($socket, 10));
suspend();
fclose($stream);
var_dump(await($reader));
?>
--EXPECT--
waits waits waits 9abcdefghi jkl
bind literal stays
sendto literal stays
recvfrom there stays
sendto name yields
bind name yields
lookup yields
through
and back
bool(false)
