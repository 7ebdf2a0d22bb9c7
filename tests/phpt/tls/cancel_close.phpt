--TEST--
IO-306, IO-50, IO-51, IO-221: cancel, timeout and close on TLS streams
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/tls.inc';
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend, delay};

await(spawn(function () {
    [$a, $b] = tls_pair();
    $reader = spawn(function () use ($b) {
        try {
            fread($b, 10);
        } catch (Async\AsyncCancellation $e) {
            echo get_class($e), ' ', json_encode(feof($b)), "\n";
        }
    });
    suspend();
    $reader->cancel();
    await($reader);
    fwrite($a, "usable\n");
    echo fgets($b);
    stream_set_timeout($b, 0, 20000);
    var_dump(fread($b, 10), stream_get_meta_data($b)['timed_out'], stream_get_meta_data($b)['eof']);
    fwrite($a, "later\n");
    echo fgets($b);

    stream_set_timeout($b, 60);
    $waiters = [
        'fread' => spawn(fn() => fread($b, 10)),
        'second' => spawn(fn() => fread($b, 10)),
        'fwrite' => spawn(fn() => @fwrite($b, str_repeat('x', 20000000))),
        'queued' => spawn(fn() => @fwrite($b, 'y')),
    ];
    suspend();
    fclose($b);
    echo "closed\n";
    foreach ($waiters as $name => $waiter) {
        echo $name, ' ', json_encode(await($waiter)), "\n";
    }

    // A handshake that nobody answers.
    error_clear_last();
    [$a, $b] = tcp_pair();
    $shaking = spawn(function () use ($a) {
        try {
            stream_socket_enable_crypto($a, true, STREAM_CRYPTO_METHOD_TLS_CLIENT);
        } catch (Async\AsyncCancellation $e) {
            echo get_class($e), "\n";
        }
    });
    suspend();
    $shaking->cancel();
    await($shaking);
    while (!feof($b)) {
        fread($b, 10000);
    }
    echo "the peer saw the end\n";
    var_dump(error_get_last());
}));
?>
--EXPECT--
Async\AsyncCancellation false
usable
bool(false)
bool(true)
bool(false)
later
closed
fread false
second false
fwrite false
queued false
Async\AsyncCancellation
the peer saw the end
NULL
