--TEST--
IO-41: a client that reads one byte at a time makes its writer wait, not the memory grow, and delays no other client (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
require __DIR__ . '/../_inc/storms.inc';
use function Async\{await, get_coroutines, spawn, suspend};

await(spawn(function () {
    [$slow, $server] = tcp_pair();
    $chunk = str_repeat('x', 65536);
    $written = 0;
    $writer = spawn(function () use ($server, $chunk, &$written) {
        while (($count = @fwrite($server, $chunk)) !== false && $count > 0) {
            $written += $count;
        }
    });
    suspend();
    stream_set_read_buffer($slow, 0);
    $before = memory_get_usage();
    $others = 0;
    for ($i = 0, $bytes = storm(20000); $i < $bytes; $i++) {
        if (fread($slow, 1) !== 'x') echo "wrong\n";
        if ($i % 1000 === 0) {
            // Somebody else, meanwhile.
            [$client, $peer] = tcp_pair();
            $echo = spawn(fn () => fwrite($peer, fgets($peer)));
            fwrite($client, "hello\n");
            $others += fgets($client) === "hello\n" ? 1 : 0;
            await($echo);
        }
    }
    echo $others === $bytes / 1000 ? 'the others were served' : $others, "\n";
    $grown = memory_get_usage() - $before;
    echo $grown < 1 << 20 ? 'memory bounded' : "grown by $grown", "\n";
    echo $writer->isCompleted() ? 'the writer has given up' : 'the writer waits', "\n";
    fclose($slow);
    await($writer);
    echo "and hears of the end\n";
}));
echo count(get_coroutines()), "\n";
?>
--EXPECT--
the others were served
memory bounded
the writer waits
and hears of the end
1
