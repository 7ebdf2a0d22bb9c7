--TEST--
IO-10, IO-13: cancelling stream_select() leaves the streams and the arrays as they were
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

[$a, $b] = tcp_pair();
[$c, $d] = tcp_pair();
$coroutine = spawn(function () use ($a, $b, $d) {
    $read = ['b' => $b, 'd' => $d, 'a' => $a];
    $none = null;
    try {
        stream_select($read, $none, $none, null);
    } catch (Async\AsyncCancellation) {
        echo json_encode(array_keys($read)), "\n";
        spawn(fn() => fwrite($a, 'x'));
        echo stream_select($read, $none, $none, 10), json_encode(array_keys($read)), "\n";
    }
});
suspend();
$coroutine->cancel();
await($coroutine);
?>
--EXPECT--
["b","d","a"]
1["b"]
