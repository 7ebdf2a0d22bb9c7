--TEST--
IO-303, IO-304: while one coroutine shakes hands, nobody takes its bytes: readers from before and after get plain text, a writer waits for its end (any order)
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/tls.inc';
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

await(spawn(function () {
    [$a, $b] = tcp_pair();
    stream_context_set_option($b, 'ssl', 'local_cert', certificate());
    stream_context_set_option($a, 'ssl', 'verify_peer', false);
    stream_context_set_option($a, 'ssl', 'verify_peer_name', false);
    // Not only suspended, which reading the certificate does too: waiting for the socket.
    $polls = fn($coroutine) => str_starts_with($coroutine->getAwaitingInfo()[0] ?? '', 'Poll');
    $early = spawn(fn() => fgets($b));
    while (!$polls($early)) suspend();  // in a plain read
    $server = spawn(fn() => stream_socket_enable_crypto($b, true, STREAM_CRYPTO_METHOD_TLS_SERVER));
    while (!$polls($server)) suspend();  // for the greeting of the other side
    $late = spawn(fn() => fgets($b));
    $writer = spawn(fn() => fwrite($b, "from b\n"));
    suspend();
    var_dump(stream_socket_enable_crypto($a, true, STREAM_CRYPTO_METHOD_TLS_CLIENT), await($server));
    fwrite($a, "one\n");
    fwrite($a, "two\n");
    $lines = [await($early), await($late)];
    sort($lines);
    echo implode($lines), await($writer), ' bytes: ', fgets($a);
    echo isset(stream_get_meta_data($b)['crypto']) ? "encrypted\n" : "plain\n";
}));
?>
--EXPECT--
bool(true)
bool(true)
one
two
7 bytes: from b
encrypted
