--TEST--
IO-202, IO-252, IO-253: context options, meta data, casts (any order)
--EXTENSIONS--
async
sockets
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

await(spawn(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    $address = 'tcp://' . stream_socket_get_name($server, false);
    $context = stream_context_create(['socket' => ['bindto' => '127.0.0.1:0', 'tcp_nodelay' => true]]);
    $client = stream_socket_client($address, $errno, $errstr, 5, STREAM_CLIENT_CONNECT, $context);
    $peer = stream_socket_accept($server);
    $socket = socket_import_stream($client);
    echo 'nodelay ', socket_get_option($socket, SOL_TCP, TCP_NODELAY), "\n";
    fwrite($client, 'abc');
    fread($peer, 1);
    $data = stream_get_meta_data($peer);
    unset($data['stream_type']);  // tcp_socket, or tcp_socket/ssl where openssl took tcp over
    ksort($data);
    echo json_encode($data), "\n";
    stream_set_blocking($peer, false);
    echo json_encode(stream_get_meta_data($peer)['blocked']), "\n";
    $udp = stream_socket_server('udp://127.0.0.1:0', $errno, $errstr, STREAM_SERVER_BIND);
    [$one] = unix_pair();
    echo stream_get_meta_data($udp)['stream_type'], ' ', stream_get_meta_data($one)['stream_type'], "\n";
    var_dump(stream_isatty($client), stream_supports_lock($one));

    // Another program gets the descriptor in the mode PHP believes in.
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    @stream_socket_accept($listener, 0.001);
    $raw = socket_import_stream($listener);
    socket_set_option($raw, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 1000]);
    @socket_accept($raw);
    echo socket_last_error() === SOCKET_EAGAIN ? "waited\n" : 'error ' . socket_last_error() . "\n";

    $two = stream_socket_server('tcp://127.0.0.1:0', $errno, $errstr, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN,
        stream_context_create(['socket' => ['so_reuseport' => true]]));
    $same = stream_socket_server('tcp://' . stream_socket_get_name($two, false), $errno, $errstr, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN,
        stream_context_create(['socket' => ['so_reuseport' => true]]));
    var_dump(is_resource($same));
    var_dump(@stream_socket_server('tcp://' . stream_socket_get_name($two, false), $errno, $errstr), $errstr);
}));
?>
--EXPECT--
nodelay 1
{"blocked":true,"eof":false,"mode":"r+","seekable":false,"timed_out":false,"unread_bytes":2}
false
udp_socket generic_socket
bool(false)
bool(false)
waited
bool(true)
bool(false)
string(22) "Address already in use"
