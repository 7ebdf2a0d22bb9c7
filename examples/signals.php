<?php
// One arrival of a signal as a Future: docs/signals.md.
use Async\{AsyncException, Signal, TimeoutException};
use function Async\{await, await_any_or_fail, signal, spawn, suspend, timeout};

/** As if somebody outside had sent it. */
function send(Signal $signal): void
{
    exec("kill -$signal->value " . getmypid());
}

// A worker that stops when it is told to.
$stop = signal(Signal::SIGUSR1);
$worker = spawn(function () use ($stop) {
    while (!$stop->isCompleted()) {
        suspend();    // one job
    }
    return "the worker has stopped";
});
$told = spawn(fn() => "told of {$stop->await()->name}");
suspend();
send(Signal::SIGUSR1);
echo await($worker), "\n", await($told), "\n";

// Whichever comes first.
$reload = signal(Signal::SIGHUP);
$quit = signal(Signal::SIGQUIT)->ignore();
send(Signal::SIGHUP);
echo match (await_any_or_fail([$reload, $quit])) {
    Signal::SIGHUP => "reload\n",
    Signal::SIGQUIT => "quit\n",
};

// Not for ever.
try {
    await(signal(Signal::SIGUSR2, timeout(10)));
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}

// What is to be made of it.
$name = signal(Signal::SIGUSR2)->map(fn(Signal $signal) => strtolower($signal->name));
send(Signal::SIGUSR2);
echo await($name), "\n";

try {
    await(signal(Signal::SIGKILL));
} catch (AsyncException $e) {
    echo $e->getMessage(), "\n";
}
