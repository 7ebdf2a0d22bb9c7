--TEST--
IO-600, IO-42: long writes to a pipe suspend, are complete and not interleaved; a closed reader ends them
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

$fifo = sys_get_temp_dir() . '/async-fifo-' . getmypid();
shell_exec('mkfifo ' . escapeshellarg($fifo));
$keep = fopen($fifo, 'r+');
$out = fopen($fifo, 'w');
$in = fopen($fifo, 'r');
fclose($keep);
unlink($fifo);
$writers = [];
foreach (['a', 'b', 'c'] as $letter) {
    $writers[] = spawn(fn() => fwrite($out, str_repeat($letter, 300001)));
}
$all = '';
while (($left = 900003 - strlen($all)) > 0) {
    $all .= fread($in, min(8192, $left));  // for a named pipe PHP waits for all it was asked for
}
foreach ($writers as $writer) {
    echo await($writer), ' ';
}
echo runs($all), "\n";

$writer = spawn(fn() => fwrite($out, str_repeat('x', 300000)));
suspend();
fclose($in);
$count = await($writer);
var_dump($count > 0 && $count < 300000);
var_dump(fwrite($out, 'y'));
?>
--EXPECTF--
300001 300001 300001 abc

Notice: fwrite(): Write of %d bytes failed with errno=32 Broken pipe in %s on line %d
bool(true)

Notice: fwrite(): Write of 1 bytes failed with errno=32 Broken pipe in %s on line %d
bool(false)
