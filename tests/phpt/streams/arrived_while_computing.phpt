--TEST--
IO-4: bytes that came while the coroutine computed are read without giving up its turn, also after a read that had emptied the stream
--FILE--
<?php
use function Async\{spawn, await, suspend};

// The peer answers each line at once, whatever this process does meanwhile.
$peer = proc_open([PHP_BINARY, '-n', '-r', '
    $server = stream_socket_server("tcp://127.0.0.1:0");
    echo stream_socket_get_name($server, false), "\n";
    $client = stream_socket_accept($server);
    while (($line = fgets($client)) !== false) { fwrite($client, "answer to $line"); touch($argv[1] . trim($line)); }',
    $mark = sys_get_temp_dir() . '/async-arrived-' . getmypid() . '-'], [1 => ['pipe', 'w']], $pipes);
$stream = stream_socket_client('tcp://' . trim(fgets($pipes[1])));
$turns = 0;
$ticker = spawn(function () use (&$turns, &$over) {
    while (!$over) {
        $turns++;
        suspend();
    }
});
await(spawn(function () use ($stream, $mark, &$turns) {
    fwrite($stream, "first\n");
    echo fread($stream, 100);
    fwrite($stream, "second\n");
    // Without a call that waits: until the answer is there, and a good while after the read before.
    $began = hrtime(true);
    while (!file_exists($mark . 'second') || hrtime(true) - $began < 20e6) {
        clearstatcache();
    }
    $before = $turns;
    echo fread($stream, 100);
    echo $turns - $before, " turns of others meanwhile\n";
}));
$over = true;
fclose($stream);
proc_close($peer);
array_map(unlink(...), glob("$mark*"));
?>
--EXPECT--
answer to first
answer to second
0 turns of others meanwhile
