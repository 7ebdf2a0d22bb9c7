--TEST--
IO-300, IO-302, IO-303, IO-1: five TLS handshakes of each side and five reads; the other side does nothing before all wait
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/streams.inc';
require __DIR__ . '/../_inc/tls.inc';
use function Async\{await_all_or_fail, spawn, suspend};

function with_certificate($stream)
{
    stream_context_set_option($stream, 'ssl', 'local_cert', certificate());
    return $stream;
}
function shake_hands_with_client($stream): bool
{
    return stream_socket_enable_crypto(with_certificate($stream), true, STREAM_CRYPTO_METHOD_TLS_SERVER);
}
function shake_hands_with_server($stream): bool
{
    stream_context_set_option($stream, 'ssl', 'verify_peer', false);
    stream_context_set_option($stream, 'ssl', 'verify_peer_name', false);
    return stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT);
}
// What the side that was waited for does next, each for himself: it waits as well, and may be the last to be through.
$each = fn(Closure $call, array &$streams) => function () use ($call, &$streams) {
    await_all_or_fail(array_map(fn($stream) => spawn($call, $stream), $streams));
};

// The servers have seen each client's first message when they begin.
$listener = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($listener, false);
$clients = $servers = [];
$see_all = function () use ($listener, &$servers) {
    while (count($servers) < CALLERS) {
        $servers[] = $server = stream_socket_accept($listener, -1);
        stream_socket_recvfrom($server, 1, STREAM_PEEK);
    }
};
$context = stream_context_create(['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]]);
overlap('ssl:// of a client', function ($i) use ($address, $context, &$clients) {
    return is_resource($clients[$i] = stream_socket_client("ssl://$address", $code, $text, 100, STREAM_CLIENT_CONNECT, $context));
}, $each(shake_hands_with_client(...), $servers), $see_all);

overlap('read', function ($i) use (&$clients) {
    fwrite($clients[$i], "client $i\n");
    arrived();
    return fgets($clients[$i]);
}, $each(fn($server) => fwrite($server, 'server of ' . fgets($server)), $servers));

$servers = [];
overlap('enable_crypto of a client', function ($i) use ($address) {
    return shake_hands_with_server(stream_socket_client("tcp://$address"));
}, $each(shake_hands_with_client(...), $servers), $see_all);

$clients = [];
overlap('enable_crypto of a server', function ($i) use (&$clients) {
    [$clients[$i], $server] = tcp_pair();
    arrived();
    return shake_hands_with_client($server);
}, $each(shake_hands_with_server(...), $clients));

// The connections are there, and taken, but the clients say nothing yet.
$listeners = $clients = [];
for ($i = 0; $i < CALLERS; $i++) {
    $listeners[$i] = tls_server();
    $clients[$i] = stream_socket_client('tcp://' . stream_socket_get_name($listeners[$i], false), context: $context);
}
overlap('accept on ssl://', fn($i) => is_resource(stream_socket_accept($listeners[$i], 100)), $each(shake_hands_with_server(...), $clients),
    function () use ($listeners) {
        do {
            suspend();
            $read = $listeners;
            $none = null;
        } while (stream_select($read, $none, $none, 0) > 0);
    });
?>
--EXPECT--
ssl:// of a client: 5 arrived, 0 done, turns, [true,true,true,true,true]
read: 5 arrived, 0 done, turns, ["server of client 0\n","server of client 1\n","server of client 2\n","server of client 3\n","server of client 4\n"]
enable_crypto of a client: 5 arrived, 0 done, turns, [true,true,true,true,true]
enable_crypto of a server: 5 arrived, 0 done, turns, [true,true,true,true,true]
accept on ssl://: 5 arrived, 0 done, turns, [true,true,true,true,true]
