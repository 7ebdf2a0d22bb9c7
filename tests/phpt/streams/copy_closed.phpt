--TEST--
IO-51, IO-650: stream_copy_to_stream() while another coroutine closes the stream that is not waited for
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

// The copy waits for room in $out; meanwhile its source goes.
[$source, $feed] = unix_pair();
[$out, $drain] = unix_pair();
fwrite($feed, str_repeat('x', 100000));
$filler = spawn(fn() => fwrite($out, str_repeat('y', 3000000)));
suspend();
$copy = spawn(fn() => stream_copy_to_stream($source, $out));
suspend();
fclose($source);
echo "closed\n";
$got = '';
while (strlen($got) < 3000000) {
    $got .= fread($drain, 8192);
}
await($filler);
spawn(function () use ($drain) { while (fread($drain, 8192) !== ''); });
var_dump(is_int(await($copy)) || await($copy) === false);

// The same with a file and with memory.
foreach ([fn() => fopen(__FILE__, 'r'), function () { $m = fopen('php://memory', 'w+'); fwrite($m, str_repeat('z', 50000)); rewind($m); return $m; }] as $make) {
    [$out, $drain] = unix_pair();
    $filler = spawn(fn() => fwrite($out, str_repeat('y', 3000000)));
    suspend();
    $source = $make();
    $copy = spawn(fn() => stream_copy_to_stream($source, $out));
    suspend();
    fclose($source);
    try {
        feof($source);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
    $got = read_exactly($drain, 3000000);
    spawn(function () use ($drain) { while (fread($drain, 8192) !== ''); });
    echo gettype(await($copy)), "\n";
    fclose($out);
}
?>
--EXPECT--
closed
bool(true)
feof(): supplied resource is not a valid stream resource
integer
feof(): supplied resource is not a valid stream resource
integer
