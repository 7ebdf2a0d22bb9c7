--TEST--
IO-600, IO-602: pipes of child processes suspend; children answer only when all have been asked (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$code = 'while (($line = fgets(STDIN)) !== false) echo strtoupper($line);';
$children = [];
for ($i = 0; $i < 3; $i++) {
    $children[] = [proc_open([PHP_BINARY, '-n', '-r', $code], [['pipe', 'r'], ['pipe', 'w']], $pipes), $pipes];
}
$readers = [];
foreach ($children as $i => [$child, $pipes]) {
    $readers[] = spawn(function () use ($pipes) {
        $line = fgets($pipes[1]);
        $before = feof($pipes[1]);
        $end = fread($pipes[1], 10);
        return [$line, $before, $end, feof($pipes[1])];
    });
}
suspend();  // all wait
foreach ($children as $i => [$child, $pipes]) {
    fwrite($pipes[0], "line $i\n");
    fclose($pipes[0]);
}
foreach ($readers as $reader) {
    echo json_encode(await($reader)), "\n";
}
$others = 0;
spawn(function () use (&$others) { $others++; });
$pipe = popen('echo from popen; echo twice', 'r');
echo fgets($pipe), fgets($pipe);
pclose($pipe);
?>
--EXPECT--
["LINE 0\n",false,"",true]
["LINE 1\n",false,"",true]
["LINE 2\n",false,"",true]
from popen
twice
