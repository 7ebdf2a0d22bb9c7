--TEST--
IO-4: what can be done at once does not suspend; a lookup and a bind to an inet address always do
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

[$a, $b] = unix_pair();
/** Prints whether others ran during the call. */
function watch(string $what, callable $call): void
{
    $ran = false;
    $other = spawn(function () use (&$ran) { $ran = true; });
    $result = $call();
    echo $what, ': ', $ran ? 'suspended' : 'at once', "\n";
    await($other);
}
watch('first use', fn() => null);
watch('write', fn() => fwrite($a, "ab"));
watch('read of what is there', fn() => fread($b, 1));
watch('read from the buffer', fn() => fread($b, 1));
fwrite($a, "line\n");
watch('line', fn() => fgets($b));
watch('feof', fn() => feof($b));
stream_set_blocking($b, false);
watch('read of nothing, non-blocking', fn() => fread($b, 1));
stream_set_blocking($b, true);
fwrite($a, "x");
watch('read after a short read and a write', fn() => fread($b, 1));
$select = function (int $seconds) use ($b) {
    $read = [$b];
    $none = null;
    return stream_select($read, $none, $none, $seconds);
};
watch('select that only looks', fn() => $select(0));
fwrite($a, "y");
watch('select with something there', fn() => $select(5));
$server = null;
watch('tcp server', function () use (&$server) { $server = stream_socket_server('tcp://127.0.0.1:0'); });
$address = stream_socket_get_name($server, false);
watch('tcp client', function () use ($address, &$client) { $client = stream_socket_client($address); });
watch('accept of a waiting peer', function () use ($server, &$peer) { $peer = stream_socket_accept($server); });
watch('udp server', function () use (&$udp) { $udp = stream_socket_server('udp://127.0.0.1:0', $n, $s, STREAM_SERVER_BIND); });
$path = sys_get_temp_dir() . '/async-fast-' . getmypid() . '.sock';
watch('unix server', function () use (&$unix, $path) { $unix = stream_socket_server("unix://$path"); });
watch('unix client', function () use (&$local, $path) { $local = stream_socket_client("unix://$path"); });
watch('close', fn() => fclose($a));
unlink($path);
?>
--EXPECT--
first use: at once
write: at once
read of what is there: at once
read from the buffer: at once
line: at once
feof: at once
read of nothing, non-blocking: at once
read after a short read and a write: at once
select that only looks: at once
select with something there: at once
tcp server: suspended
tcp client: suspended
accept of a waiting peer: at once
udp server: suspended
unix server: at once
unix client: at once
close: at once
