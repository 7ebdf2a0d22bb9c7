--TEST--
IO-230, IO-233, IO-225: a blocking write sends everything, suspending while the buffers are full (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

foreach (['tcp_pair', 'unix_pair'] as $pair) {
    [$a, $b] = $pair();
    $data = random_bytes(1 << 20);
    $data = str_repeat($data, 6);
    $writer = spawn(function () use ($a, $data) {
        var_dump(fwrite($a, ''));
        $count = fwrite($a, $data);
        fclose($a);
        return $count;
    });
    unset($a);
    $got = stream_get_contents($b);
    var_dump(await($writer) === strlen($data), $got === $data);
}
// Nothing to write: the descriptor is left alone, although it is broken.
[$a, $b] = unix_pair();
fclose($b);
await(spawn(function () use ($a) { var_dump(fwrite($a, ''), @fwrite($a, 'x')); }));
?>
--EXPECT--
int(0)
bool(true)
bool(true)
int(0)
bool(true)
bool(true)
int(0)
bool(false)
