--TEST--
IO-805: with async.exec_kill_on_cancel the child of a cancelled exec() gets SIGTERM
--INI--
async.exec_kill_on_cancel=1
--EXTENSIONS--
async
posix
--FILE--
<?php
use function Async\{spawn, await, suspend};

$fifo = sys_get_temp_dir() . '/async-kill-' . getmypid();
posix_mkfifo($fifo, 0600);
$call = spawn(fn() => exec("trap 'echo terminated >$fifo; exit' TERM; echo up >$fifo; while :; do :; done"));
suspend();
echo fgets(fopen($fifo, 'r'));
$call->cancel();
suspend();
echo fgets(fopen($fifo, 'r'));
try {
    await($call);
} catch (Async\AsyncCancellation) {
    echo "cancelled\n";
}
unlink($fifo);
?>
--EXPECT--
up
terminated
cancelled
