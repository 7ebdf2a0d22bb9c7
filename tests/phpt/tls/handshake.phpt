--TEST--
IO-300, IO-302, IO-303: handshakes suspend; a failed or a hanging one concerns nobody else (any order)
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/tls.inc';
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

await(spawn(function () {
    $server = tls_server();
    $address = stream_socket_get_name($server, false);
    var_dump(@stream_socket_accept($server, 0.01));
    $accepted = new Async\Channel(3);
    for ($i = 0; $i < 3; $i++) {
        spawn(function () use ($server, $accepted) {
            $peer = @stream_socket_accept($server, 10);
            $accepted->send($peer ? fgets($peer) : "failed\n");
        });
    }
    suspend();
    $mute = stream_socket_client("tcp://$address");  // one acceptor shakes hands with somebody who says nothing
    suspend();
    $babbler = stream_socket_client("tcp://$address");
    fwrite($babbler, str_repeat("this is no TLS\n", 10));
    $good = tls_client($server);
    fwrite($good, "hello\n");
    $two = [$accepted->recv(), $accepted->recv()];
    sort($two);
    echo implode($two);
    fclose($mute);
    echo $accepted->recv();

    // The handshake has a limit of its own, the one of the listening stream, whatever the accept may wait for.
    ini_set('default_socket_timeout', '1');
    $server = tls_server();
    $address = stream_socket_get_name($server, false);
    $mute = stream_socket_client("tcp://$address");
    $acceptor = spawn(fn() => @stream_socket_accept($server, 1000));
    var_dump(await($acceptor));
    ini_set('default_socket_timeout', '60');

    // TLS later, on both sides.
    [$a, $b] = tcp_pair();
    stream_context_set_option($b, 'ssl', 'local_cert', certificate());
    stream_context_set_option($a, 'ssl', 'verify_peer', false);
    stream_context_set_option($a, 'ssl', 'verify_peer_name', false);
    fwrite($a, "plain\n");
    echo fgets($b);
    $other = spawn(fn() => stream_socket_enable_crypto($b, true, STREAM_CRYPTO_METHOD_TLS_SERVER));
    var_dump(stream_socket_enable_crypto($a, true, STREAM_CRYPTO_METHOD_TLS_CLIENT), await($other));
    $reader = spawn(fn() => fgets($b));
    suspend();
    fwrite($a, "secret\n");
    echo await($reader), isset(stream_get_meta_data($b)['crypto']) ? "encrypted\n" : "plain\n";

    // Non-blocking: 0 while more is needed, as stock.
    [$a, $b] = tcp_pair();
    stream_set_blocking($a, false);
    $others = 0;
    spawn(function () use (&$others) { $others++; });
    var_dump(stream_socket_enable_crypto($a, true, STREAM_CRYPTO_METHOD_TLS_CLIENT), $others);
}));
?>
--EXPECT--
bool(false)
failed
hello
failed
bool(false)
plain
bool(true)
bool(true)
secret
encrypted
int(0)
int(0)
