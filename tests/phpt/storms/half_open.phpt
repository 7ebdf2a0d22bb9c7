--TEST--
IO-50, IO-231: peers that have closed one direction, or say nothing ever, are served as far as they can be and hold up nobody (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
require __DIR__ . '/../_inc/storms.inc';
use function Async\{await, await_all, get_coroutines, spawn, suspend};

await(spawn(function () {
    // The client has finished writing, and reads: an answer to all of what it sent.
    [$results] = await_all(array_map(fn ($i) => spawn(function () use ($i) {
        [$client, $server] = tcp_pair();
        $serving = spawn(fn () => fwrite($server, strrev(stream_get_contents($server))) && fclose($server));
        fwrite($client, str_repeat(chr(97 + $i % 26), 100000));
        stream_socket_shutdown($client, STREAM_SHUT_WR);
        $answer = stream_get_contents($client);
        await($serving);
        return strlen($answer) === 100000 && runs($answer) === chr(97 + $i % 26);
    }), range(1, storm(30))));
    echo count(array_filter($results)) === storm(30) ? 'all answered' : 'some not', "\n";

    // The server has finished writing before it reads.
    [$client, $server] = tcp_pair();
    stream_socket_shutdown($server, STREAM_SHUT_WR);
    echo fread($client, 1) === '' && feof($client) ? 'end of file' : 'data', ', ';
    echo fwrite($client, 'still heard'), ' ', fread($server, 20), "\n";

    // Mute ones are given up by their time limit or by a cancellation; the talkative one beside them is not.
    $mute = [];
    $given_up = 0;
    for ($i = 0; $i < storm(30); $i++) {
        $mute[] = spawn(function () use ($i, &$given_up) {
            [$client, $server] = tcp_pair();
            if ($i % 2) {
                stream_set_timeout($server, 0, 20000);
                fread($server, 1);
                $given_up += stream_get_meta_data($server)['timed_out'];
                return;
            }
            try {
                fread($server, 1);
            } finally {
                $given_up++;
            }
        });
    }
    suspend();
    [$client, $server] = tcp_pair();
    $echo = spawn(function () use ($server) {
        while (($line = fgets($server)) !== false) fwrite($server, $line);
    });
    for ($i = 0; $i < 100; $i++) {
        fwrite($client, "line $i\n");
        if (fgets($client) !== "line $i\n") echo "wrong\n";
    }
    fclose($client);
    await($echo);
    foreach ($mute as $i => $one) {
        if ($i % 2 === 0) $one->cancel();
    }
    await_all($mute);
    echo $given_up === storm(30) ? 'all given up' : $given_up, "\n";
}));
echo count(get_coroutines()), "\n";
?>
--EXPECT--
all answered
end of file, 11 still heard
all given up
1
