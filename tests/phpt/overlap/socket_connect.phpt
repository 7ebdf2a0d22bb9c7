--TEST--
IO-850, IO-1, IO-4: five socket_connect() and socket_addrinfo_connect() to listeners whose queue is full, inet and unix
--EXTENSIONS--
async
sockets
--SKIPIF--
<?php if (!is_readable('/proc/net/tcp')) die('skip needs /proc/net/tcp'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/unanswering.inc';
use function Async\{spawn, suspend};

function accepts_all($listener): Async\Coroutine
{
    return spawn(function () use ($listener) {
        for (;;) {
            stream_socket_accept($listener, -1);
        }
    });
}

$calls = [
    'socket_connect' => fn($host, $port) => socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), $host, $port),
    'socket_addrinfo_connect' => fn($host, $port) => is_object(
        socket_addrinfo_connect(socket_addrinfo_lookup($host, $port, ['ai_family' => AF_INET, 'ai_socktype' => SOCK_STREAM])[0])),
];
foreach ($calls as $function => $call) {
    $address = unanswering($listener);
    [$host, $port] = explode(':', substr($address, strlen('tcp://')));
    $before = connecting($address);
    $accepting = null;
    overlap($function, fn() => $call($host, $port), function () use (&$accepting, $listener) {
        $accepting = accepts_all($listener);
    }, function () use ($address, $before) {
        while (connecting($address) < $before + CALLERS) {
            suspend();
        }
    });
    $accepting->cancel();
}

// A unix listener takes nobody in beyond its queue, and no event tells when there is room.
$path = sys_get_temp_dir() . '/async-overlap-' . getmypid();
$listener = stream_socket_server("unix://$path", $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, stream_context_create(['socket' => ['backlog' => 0]]));
$first = socket_create(AF_UNIX, SOCK_STREAM, 0);
socket_connect($first, $path);
overlap('unix', function () use ($path) {
    arrived();
    return socket_connect(socket_create(AF_UNIX, SOCK_STREAM, 0), $path);
}, function () use (&$accepting, $listener) {
    $accepting = accepts_all($listener);
});
$accepting->cancel();
unlink($path);
?>
--EXPECT--
socket_connect: 5 arrived, 0 done, turns, [true,true,true,true,true]
socket_addrinfo_connect: 5 arrived, 0 done, turns, [true,true,true,true,true]
unix: 5 arrived, 0 done, turns, [true,true,true,true,true]
