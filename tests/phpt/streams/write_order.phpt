--TEST--
IO-42: bytes of concurrent fwrite() calls are never interleaved; writers take their turn in order
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

foreach (['tcp_pair', 'unix_pair'] as $pair) {
    [$a, $b] = $pair();
    $size = 1500000;  // more than the socket holds
    $writers = [];
    foreach (['a', 'b', 'c', 'd'] as $letter) {
        $writers[] = spawn(fn() => fwrite($a, str_repeat($letter, $size)));
    }
    $all = read_exactly($b, 4 * $size);
    foreach ($writers as $writer) {
        await($writer);
    }
    echo runs($all) . ' ' . strlen($all) . "\n";
}
// A writer in the queue may be cancelled; the others keep their places.
[$a, $b] = unix_pair();
$writers = [];
foreach (['a', 'b', 'c'] as $letter) {
    $writers[$letter] = spawn(fn() => fwrite($a, str_repeat($letter, 1500000)));
}
while (array_filter($writers, fn ($writer) => !$writer->isStarted())) Async\suspend();
$writers['b']->cancel();
$all = read_exactly($b, 3000000);
echo runs($all) . ' ' . strlen($all) . "\n";
try {
    await($writers['b']);
} catch (Async\AsyncCancellation $e) {
    echo get_class($e) . "\n";
}
fclose($a);  // nobody waits on, whoever came first
?>
--EXPECT--
abcd 6000000
abcd 6000000
ac 3000000
Async\AsyncCancellation
