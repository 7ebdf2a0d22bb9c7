--TEST--
IO-20, IO-21, IO-22, IO-23, IO-221: read timeouts (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend, delay};

[$a, $b] = tcp_pair();
$flags = fn() => (stream_get_meta_data($b)['timed_out'] ? 'timed out' : 'in time') . (stream_get_meta_data($b)['eof'] ? ', eof' : '');
await(spawn(function () use ($a, $b, $flags) {
    $beside = spawn(function () { echo "others run meanwhile\n"; });
    stream_set_timeout($b, 0, 20000);
    var_dump(fread($b, 10));
    echo $flags(), "\n";
    fwrite($a, "abc");
    var_dump(fread($b, 10));
    echo $flags(), "\n";
    var_dump(fgets($b));
    fwrite($a, "partial");
    var_dump(fgets($b));
    echo $flags(), "\n";
    fwrite($a, "record");
    var_dump(stream_get_line($b, 100, "\n"));
    var_dump(fread($b, 100));
    fwrite($a, "contents");
    var_dump(stream_get_contents($b));
    echo $flags(), "\n";
    var_dump(stream_get_contents($b));
    $memory = fopen('php://memory', 'w+');
    fwrite($a, "copied");
    var_dump(stream_copy_to_stream($b, $memory), stream_get_contents($memory, null, 0));
    stream_set_timeout($b, 0, 1);  // below the resolution: not zero
    var_dump(fread($b, 1));
    // Negative: no limit.
    stream_set_timeout($b, -1);
    spawn(function () use ($a) { delay(30); fwrite($a, "late"); });
    var_dump(fread($b, 10));
    echo $flags(), "\n";
    stream_set_timeout($b, PHP_INT_MAX);
    spawn(function () use ($a) { delay(5); fwrite($a, "later"); });
    var_dump(fread($b, 10));
}));
?>
--EXPECT--
others run meanwhile
bool(false)
timed out
string(3) "abc"
in time
bool(false)
string(7) "partial"
timed out
bool(false)
string(6) "record"
string(8) "contents"
timed out
string(0) ""
bool(false)
string(6) "copied"
bool(false)
string(4) "late"
in time
string(5) "later"
