--TEST--
IO-10, IO-12, IO-13, IO-16, IO-214: cancelling reads, writes, accepts; no warning, the stream stays usable
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

final class Stop extends Async\AsyncCancellation {}

function cancelled(string $what, callable $call): void
{
    $stop = new Stop($what);
    $coroutine = spawn(function () use ($call, $stop) {
        try {
            $call();
            echo "not cancelled\n";
        } catch (Stop $caught) {
            echo $caught->getMessage(), ': ', $caught === $stop ? 'the same' : 'another', "\n";
        }
    });
    suspend();
    $coroutine->cancel($stop);
    await($coroutine);
}

[$a, $b] = tcp_pair();
cancelled('fread', fn() => fread($b, 10));
cancelled('stream_get_line', function () use ($a, $b) {
    fwrite($a, 'half a line');
    stream_get_line($b, 100, "\n");  // leaves it in the stream's buffer
});
fwrite($a, ", and the rest\n");
echo fgets($b);
cancelled('stream_get_contents', fn() => stream_get_contents($b));
$filler = str_repeat('x', 10000000);
cancelled('fwrite', fn() => fwrite($a, $filler));
// What was handed to the kernel arrives.
stream_set_timeout($b, 0, 50000);
echo strlen(stream_get_contents($b)) > 0 ? "sent bytes arrive\n" : "nothing\n";
fwrite($a, "usable\n");
echo fgets($b);
$server = stream_socket_server('tcp://127.0.0.1:0');
cancelled('accept', fn() => stream_socket_accept($server));
cancelled('clean-up', function () use ($a, $b, $server) {
    try {
        stream_socket_accept($server);
    } finally {
        fwrite($a, "written in finally\n");
        echo fgets($b);
        spawn(function () use ($a) { fwrite($a, "waited for in finally\n"); });
        echo fgets($b);
    }
});
$client = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
echo is_resource(stream_socket_accept($server, 1)) ? "listener usable\n" : "no\n";
var_dump(error_get_last());
?>
--EXPECT--
fread: the same
stream_get_line: the same
half a line, and the rest
stream_get_contents: the same
fwrite: the same
sent bytes arrive
usable
accept: the same
written in finally
waited for in finally
clean-up: the same
listener usable
NULL
