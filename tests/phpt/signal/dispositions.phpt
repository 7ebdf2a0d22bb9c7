--TEST--
SI-5, SI-6: without anybody who listens a signal does what it always did, also after a dropped Future, a delivered signal and in a child (any order)
--EXTENSIONS--
async
pcntl
posix
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal, spawn, suspend};

// What a child makes of SIGNAL after it has done $what.
function fate(string $name, int $signal, callable $what) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        $kept = $what($signal);
        posix_kill(getmypid(), $signal);
        exit(7);
    }
    pcntl_waitpid($pid, $status);
    printf("%s: %s\n", $name, pcntl_wifsignaled($status) ? 'killed by ' . pcntl_wtermsig($status) : 'exit ' . pcntl_wexitstatus($status));
}

fate('nothing', SIGTERM, fn() => 0);
fate('another signal', SIGINT, fn() => signal(Signal::SIGUSR1));
fate('dropped', SIGINT, function () { signal(Signal::SIGINT)->ignore(); });
fate('delivered', SIGUSR1, function () {
    $future = signal(Signal::SIGUSR1);
    posix_kill(getmypid(), SIGUSR1);
    await($future);
    return $future;
});
fate('listened to', SIGUSR1, fn() => signal(Signal::SIGUSR1)->ignore());
fate('two, one dropped', SIGUSR1, function () {
    $kept = signal(Signal::SIGUSR1)->ignore();
    signal(Signal::SIGUSR1)->ignore();
    return $kept;
});
fate('ignored', SIGHUP, function () {
    pcntl_signal(SIGHUP, SIG_IGN);
    signal(Signal::SIGHUP)->ignore();
});

// The child hears what the parent has begun to listen to, and gives it back.
$future = signal(Signal::SIGUSR2)->ignore();
fate('inherited', SIGUSR2, fn() => 0);
fate('inherited and awaited', SIGTERM, function () use (&$future) {
    posix_kill(getmypid(), SIGUSR2);
    echo await($future)->name, "\n";
});
fate('inherited and dropped', SIGUSR2, function () use (&$future) { $future->ignore(); $future = null; });
var_dump($future->isCompleted());
posix_kill(getmypid(), SIGUSR2);
var_dump(await($future));
?>
--EXPECT--
nothing: killed by 15
another signal: killed by 2
dropped: killed by 2
delivered: killed by 10
listened to: exit 7
two, one dropped: exit 7
ignored: exit 7
inherited: exit 7
SIGUSR2
inherited and awaited: killed by 15
inherited and dropped: killed by 12
bool(false)
enum(Async\Signal::SIGUSR2)
