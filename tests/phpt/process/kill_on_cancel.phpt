--TEST--
IO-805: with async.exec_kill_on_cancel the child of a cancelled exec() gets SIGTERM (any order)
--INI--
async.exec_kill_on_cancel=1
--EXTENSIONS--
async
posix
--FILE--
<?php
use function Async\{spawn, await, suspend};

// Two, because the writer of the first may not have closed it yet when the second is opened.
$up = sys_get_temp_dir() . '/async-up-' . getmypid();
$end = sys_get_temp_dir() . '/async-end-' . getmypid();
posix_mkfifo($up, 0600);
posix_mkfifo($end, 0600);
$call = spawn(fn() => exec("trap 'echo terminated >$end; exit' TERM; echo up >$up; while :; do :; done"));
suspend();
echo fgets(fopen($up, 'r'));
$call->cancel();
suspend();
echo fgets(fopen($end, 'r'));
try {
    await($call);
} catch (Async\AsyncCancellation) {
    echo "cancelled\n";
}
unlink($up);
unlink($end);
?>
--EXPECT--
up
terminated
cancelled
