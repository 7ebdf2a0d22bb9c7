--TEST--
IO-601, IO-603: stream_set_timeout() and non-blocking mode on pipes (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

$child = proc_open([PHP_BINARY, '-n', '-r', 'while (($line = fgets(STDIN)) !== false) echo $line;'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
[$in, $out] = $pipes;
var_dump(stream_set_timeout($out, 1));  // stock
await(spawn(function () use ($in, $out) {
    $state = fn() => json_encode(array_intersect_key(stream_get_meta_data($out), ['timed_out' => 0, 'eof' => 0, 'blocked' => 0]));
    var_dump(stream_set_timeout($out, 0, 20000));
    var_dump(fgets($out));
    echo $state(), "\n";
    var_dump(fread($out, 10), feof($out));
    stream_set_timeout($out, 30);
    fwrite($in, "data\n");
    var_dump(fgets($out));
    echo $state(), "\n";
    stream_set_blocking($out, false);
    $others = 0;
    spawn(function () use (&$others) { $others++; });
    var_dump(fread($out, 10), $others);
    echo $state(), "\n";
    stream_set_blocking($out, true);
    fwrite($in, "more\n");
    var_dump(fgets($out));
    // A write takes what fits, then nothing.
    $sink = proc_open('read x', [['pipe', 'r']], $pipes);
    stream_set_blocking($pipes[0], false);
    $all = str_repeat('x', 1000000);
    $before = $others;
    spawn(function () use (&$others) { $others++; });
    $some = fwrite($pipes[0], $all);
    var_dump($some > 0 && $some < 1000000, fwrite($pipes[0], $all), $others - $before);
}));
?>
--EXPECT--
bool(false)
bool(true)
bool(false)
{"timed_out":true,"blocked":true,"eof":false}
bool(false)
bool(false)
string(5) "data
"
{"timed_out":false,"blocked":true,"eof":false}
string(0) ""
int(0)
{"timed_out":false,"blocked":false,"eof":false}
string(5) "more
"
bool(true)
int(0)
int(0)
