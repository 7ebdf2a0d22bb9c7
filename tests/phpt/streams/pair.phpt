--TEST--
IO-250: stream_socket_pair() between coroutines, with the main flow, and with a child process (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$answer = spawn(function () use ($b) {
    fwrite($b, strrev(fgets($b)) . "\n");
});
fwrite($a, "olleh\n");
echo trim(fgets($a) . fgets($a)), "\n";
await($answer);

[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0);
$reader = spawn(fn() => [fread($b, 100), fread($b, 100)]);
Async\suspend();
fwrite($a, 'two');
fwrite($a, 'datagrams');
echo json_encode(await($reader)), "\n";

[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$child = proc_open([PHP_BINARY, '-n', '-r', 'echo strtoupper(fgets(STDIN));'], [$b, $b, STDERR], $pipes);
fclose($b);
$others = 0;
spawn(function () use (&$others) { $others++; });
fwrite($a, "to the child\n");
echo fgets($a);
echo $others, "\n";
proc_close($child);
?>
--EXPECT--
hello
["two","datagrams"]
TO THE CHILD
1
