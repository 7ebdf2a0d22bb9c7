--TEST--
IO-230, IO-23: a write that cannot go on times out as in stock PHP; the stream stays usable (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

[$a, $b] = unix_pair();
await(spawn(function () use ($a, $b) {
    stream_set_timeout($a, 0, 30000);
    $sent = fwrite($a, str_repeat('x', 5000000));
    var_dump($sent > 0 && $sent < 5000000, stream_get_meta_data($a)['timed_out']);
    var_dump(fwrite($a, 'y'));
    var_dump(strlen(read_exactly($b, $sent)) === $sent);
    var_dump(fwrite($a, 'z'), fread($b, 10));
}));
?>
--EXPECTF--

Notice: fwrite(): Send of %d bytes failed with errno=11 Resource temporarily unavailable in %s on line %d
bool(true)
bool(true)

Notice: fwrite(): Send of 1 bytes failed with errno=11 Resource temporarily unavailable in %s on line %d
bool(false)
bool(true)
int(1)
string(1) "z"
