--TEST--
IO-10, IO-13, IO-50, IO-53: cancelling and closing under waiters of a pipe
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$child = proc_open([PHP_BINARY, '-n', '-r', 'while (($line = fgets(STDIN)) !== false) echo $line;'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
[$in, $out] = $pipes;
$reader = spawn(function () use ($out) {
    try {
        fgets($out);
    } catch (Async\AsyncCancellation $e) {
        echo get_class($e), "\n";
    }
});
suspend();
$reader->cancel();
await($reader);
fwrite($in, "usable\n");
echo fgets($out);
$readers = [spawn(fn() => fgets($out)), spawn(fn() => fread($out, 10)), spawn(fn() => stream_get_contents($out))];
$writer = spawn(fn() => fwrite($in, str_repeat('x', 1000000)));
suspend();
fclose($out);
echo "closed\n";
foreach ($readers as $reader) {
    var_dump(await($reader));
}
try {
    fgets($out);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
suspend();
fclose($in);
var_dump(await($writer));
?>
--EXPECTF--
Async\AsyncCancellation
usable
closed
bool(false)
bool(false)
string(0) ""
fgets(): supplied resource is not a valid stream resource
%A
