--TEST--
IO-304, IO-42, IO-305: one coroutine reads while others write on the same TLS streams, far more than the buffers hold
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/tls.inc';
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

await(spawn(function () {
    [$a, $b] = tls_pair();
    $size = 1500000;
    $writers = [];
    foreach ([[$a, 'a'], [$a, 'b'], [$b, 'c'], [$b, 'd']] as [$stream, $letter]) {
        $writers[] = spawn(fn() => fwrite($stream, str_repeat($letter, $size)));
    }
    $readers = [spawn('read_exactly', $a, 2 * $size), spawn('read_exactly', $b, 2 * $size)];
    foreach ($readers as $reader) {
        $all = await($reader);
        echo runs($all) . ' ' . strlen($all) . "\n";
    }
    foreach ($writers as $writer) {
        echo await($writer) . ' ';
    }
    echo json_encode([feof($a), stream_get_meta_data($a)['blocked'], stream_get_meta_data($b)['blocked']]) . "\n";
    $reader = spawn(fn() => [fread($b, 10), feof($b)]);
    Async\suspend();
    fclose($a);
    echo json_encode(await($reader)) . "\n";
}));
?>
--EXPECT--
cd 3000000
ab 3000000
1500000 1500000 1500000 1500000 [false,true,true]
["",true]
