--TEST--
IO-200, IO-211, IO-213, IO-220, IO-230: clients and a server as coroutines of one process, over tcp and unix (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

function talk(string $address): void
{
    $server = stream_socket_server($address);
    if (str_starts_with($address, 'tcp')) {
        $address = stream_socket_get_name($server, false);  // the scheme may be omitted
    }
    $acceptor = spawn(function () use ($server) {
        $peers = [];
        for ($i = 0; $i < 3; $i++) {
            $peers[] = stream_socket_accept($server);
        }
        // Nobody is answered before all have asked.
        $lines = array_map(fgets(...), $peers);
        foreach ($peers as $i => $peer) {
            fwrite($peer, strtoupper($lines[$i]));
            fclose($peer);
        }
    });
    $clients = [];
    foreach (['one', 'two', 'three'] as $word) {
        $clients[] = spawn(function () use ($address, $word) {
            $stream = stream_socket_client($address, $errno, $errstr, 5);
            fwrite($stream, "$word\n");
            return stream_get_contents($stream);
        });
    }
    foreach ($clients as $client) {
        echo await($client);
    }
    await($acceptor);
}

talk('tcp://127.0.0.1:0');
$path = sys_get_temp_dir() . '/async-' . getmypid() . '.sock';
talk("unix://$path");
unlink($path);
?>
--EXPECT--
ONE
TWO
THREE
ONE
TWO
THREE
