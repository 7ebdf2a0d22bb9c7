--TEST--
SI-7: pcntl_signal() alone, before signal(), after it and in a coroutine: handlers and Futures are both told, with a valid siginfo (any order)
--EXTENSIONS--
async
pcntl
posix
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal, spawn, suspend};

$handler = fn(string $who) => function (int $signal, $info) use ($who) {
    printf("%s: %d from %s\n", $who, $signal, $info['pid'] === getmypid() ? 'ourselves' : 'whom?');
};
function send() { posix_kill(getmypid(), SIGUSR1); }

pcntl_signal(SIGUSR1, $handler('alone'));
send();
pcntl_signal_dispatch();

$future = signal(Signal::SIGUSR1);
send();
pcntl_signal_dispatch();
echo await($future)->name, "\n";
send();
pcntl_signal_dispatch();

$future = signal(Signal::SIGUSR1);
pcntl_signal(SIGUSR1, $handler('later'));
send();
pcntl_signal_dispatch();
echo await($future)->name, "\n";

pcntl_async_signals(true);
$future = signal(Signal::SIGUSR1);
spawn(function () use ($handler) {
    pcntl_signal(SIGUSR1, $handler('in a coroutine'));
    send();
});
echo await($future)->name, "\n";

// Back to the default, while we listen: the signal does no harm; and to nothing at all.
$future = signal(Signal::SIGUSR1);
pcntl_signal(SIGUSR1, SIG_DFL);
send();
echo await($future)->name, "\n";
$future = signal(Signal::SIGUSR1);
pcntl_signal(SIGUSR1, SIG_IGN);
send();
echo await($future)->name, "\n";
var_dump(pcntl_signal_get_handler(SIGUSR1) === SIG_IGN);
send();
pcntl_signal(SIGUSR1, $handler('at last'));
send();
?>
--EXPECT--
alone: 10 from ourselves
alone: 10 from ourselves
SIGUSR1
alone: 10 from ourselves
later: 10 from ourselves
SIGUSR1
in a coroutine: 10 from ourselves
SIGUSR1
SIGUSR1
SIGUSR1
bool(true)
at last: 10 from ourselves
