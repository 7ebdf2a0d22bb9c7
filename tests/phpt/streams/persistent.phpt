--TEST--
IO-203: pfsockopen() suspends; the persistent stream is found again (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

$server = stream_socket_server('tcp://127.0.0.1:0');
[$host, $port] = explode(':', stream_socket_get_name($server, false));
spawn(function () use ($server) {
    $peer = stream_socket_accept($server);
    while (($line = fgets($peer)) !== false) {
        fwrite($peer, "again: $line");
    }
});
await(spawn(function () use ($host, $port) {
    $stream = pfsockopen($host, (int) $port);
    fwrite($stream, "one\n");
    echo fgets($stream);
    unset($stream);
    $stream = pfsockopen($host, (int) $port);
    fwrite($stream, "two\n");
    echo fgets($stream);
    fclose($stream);
}));
?>
--EXPECT--
again: one
again: two
