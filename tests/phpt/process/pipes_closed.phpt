--TEST--
IO-811, IO-50, IO-814: proc_close() wakes those parked in its pipes; pclose() under a reader gives the exit status
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$process = proc_open('read x; exit 5', [['pipe', 'r'], ['pipe', 'w']], $pipes);
$reader = spawn(fn() => fread($pipes[1], 100));
while (!$reader->isStarted()) suspend();
$closer = spawn(fn() => proc_close($process));
var_dump(await($reader), await($closer));
try {
    proc_close($process);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}

// A second call while the first waits.
$process = proc_open('read x; exit 6', [['pipe', 'r']], $pipes);
$copy = fopen('php://fd/' . (int) filter_var(readlink_of($pipes[0]), FILTER_SANITIZE_NUMBER_INT), 'w');
$closer = spawn(fn() => proc_close($process));
while (!$closer->isStarted()) suspend();
try {
    proc_close($process);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
fclose($copy);
var_dump(await($closer));

$pipe = popen('read x </dev/null; cat <&0 >/dev/null; exit 7', 'w');
fclose($pipe);
$fifo = sys_get_temp_dir() . '/async-pipes-closed-' . getmypid();
posix_mkfifo($fifo, 0600);
$pipe = popen("read x <$fifo; exit 7", 'r');
$reader = spawn(fn() => fread($pipe, 100));
while (!$reader->isStarted()) suspend();
$closer = spawn(fn() => pclose($pipe));
while (!$closer->isStarted()) suspend();
var_dump(await($reader));
try {
    pclose($pipe);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
file_put_contents($fifo, "go\n");
var_dump(await($closer));
unlink($fifo);

// The descriptor behind the parent's end of a pipe. Not by stat(): a thread-safe PHP resolves the link itself, to a name no path has.
function readlink_of($stream): string
{
    $target = 'pipe:[' . fstat($stream)['ino'] . ']';
    foreach (scandir('/proc/self/fd') as $fd) {
        if (is_numeric($fd) && @readlink("/proc/self/fd/$fd") === $target) {
            return $fd;
        }
    }
}
?>
--EXPECT--
bool(false)
int(5)
proc_close(): supplied resource is not a valid process resource
proc_close(): supplied resource is not a valid process resource
int(6)
bool(false)
pclose(): supplied resource is not a valid stream resource
int(7)
