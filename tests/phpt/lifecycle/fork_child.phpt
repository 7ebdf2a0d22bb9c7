--TEST--
C-159, IO-63: beside main alone a fork is allowed; the child has a loop of its own, and exit() ends it with its status (any order)
--EXTENSIONS--
async
pcntl
--FILE--
<?php
use function Async\{await, delay, spawn};

// Both processes use timers, descriptors and the worker threads, before and after.
$work = function () {
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $reader = spawn(fn() => fread($a, 10));
    spawn(function () use ($b) { delay(1); fwrite($b, 'through the loop'); });
    return await($reader) . ' ' . (gethostbyname('127.0.0.1') === '127.0.0.1' ? 'resolved' : 'not resolved');
};
echo $work(), "\n";
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$pid = pcntl_fork();
if ($pid === 0) {
    fwrite($theirs, $work() . "\n");
    register_shutdown_function(fn() => fwrite($theirs, "child: shutdown function\n"));
    spawn(fn() => exit(7));
    try { delay(1000000); } finally { fwrite($theirs, "child: main unwound\n"); }
}
fclose($theirs);
echo $work(), "\n";
echo stream_get_contents($ours);
pcntl_waitpid($pid, $status);
var_dump(pcntl_wexitstatus($status));
echo $work(), "\n";
?>
--EXPECT--
through th resolved
through th resolved
through th resolved
child: main unwound
child: shutdown function
int(7)
through th resolved
