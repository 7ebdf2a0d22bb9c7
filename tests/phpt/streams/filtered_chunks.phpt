--TEST--
IO-651, IO-40: what a parked read brings through a filter is what was sent, also where the engine's chunk lies behind the stream's buffer
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

await(spawn(function () {
    foreach ([8192, 4096, 40000] as $chunk) {
        [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        stream_set_chunk_size($b, $chunk);
        stream_filter_append($b, 'string.toupper', STREAM_FILTER_READ);
        $reader = spawn('read_exactly', $b, 10 * $chunk);
        for ($i = 0; $i < 10; $i++) {
            fwrite($a, str_repeat('x', $chunk));
            Async\suspend();
            Async\suspend();
        }
        $all = await($reader);
        echo runs($all), ' ', strlen($all), "\n";
    }
}));
?>
--EXPECT--
X 81920
X 40960
X 400000
