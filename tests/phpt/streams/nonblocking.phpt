--TEST--
IO-224, IO-232: non-blocking mode never suspends (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

[$a, $b] = unix_pair();
await(spawn(function () use ($a, $b) {
    $others = 0;
    spawn(function () use (&$others) { $others++; });
    stream_set_blocking($a, false);
    stream_set_blocking($b, false);
    var_dump(fread($b, 10), fgets($b), feof($b), stream_get_meta_data($b)['timed_out'], stream_get_meta_data($b)['blocked']);
    $block = str_repeat('x', 65536);
    $sent = 0;
    do {
        $now = fwrite($a, $block);
        $sent += $now;
    } while ($now > 0);
    var_dump($now, $sent > 0);
    $received = 0;
    while (($bytes = fread($b, 65536)) !== '' && $bytes !== false) {
        $received += strlen($bytes);
    }
    var_dump($received === $sent, $others);
    fclose($b);
    var_dump(fwrite($a, 'nobody there'));
}));
?>
--EXPECTF--
string(0) ""
bool(false)
bool(false)
bool(false)
bool(false)
int(0)
bool(true)
bool(true)
int(0)

Notice: fwrite(): Send of 12 bytes failed with errno=32 Broken pipe in %s on line %d
bool(false)
