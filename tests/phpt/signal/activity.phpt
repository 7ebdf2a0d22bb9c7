--TEST--
SI-5: whoever waits for a signal keeps the process alive, also for what is to be made of it; a Future nobody waits for does not (any order)
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (PHP_OS_FAMILY !== 'Linux') die('skip numbers of Linux'); ?>
--FILE--
<?php
use Async\{AsyncCancellation, Signal};
use function Async\{await, await_any_or_fail, delay, signal, spawn, timeout};

// From outside, most likely when everybody here waits; whoever is to hear it listens before.
function soon(int $signal) {
    return proc_open('sleep 0.1; kill -' . $signal . ' ' . getmypid(), [], $pipes);
}

$future = signal(Signal::SIGUSR1);
$process = soon(10);
echo await($future)->name, "\n";

$futures = [signal(Signal::SIGUSR1)->ignore(), signal(Signal::SIGUSR2)];
$process = soon(12);
echo await_any_or_fail($futures)->name, "\n";

// The Future itself is gone; what was to be made of it is not.
$derived = signal(Signal::SIGUSR1)->map(fn(Signal $signal) => strtolower($signal->name));
$process = soon(10);
gc_collect_cycles();
echo await($derived), "\n";

// Cancelled, the wait is over and the Future can be waited for again.
$future = signal(Signal::SIGUSR1);
$waiter = spawn(function () use ($future) {
    try {
        await($future);
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
delay(1);
$waiter->cancel(new AsyncCancellation('enough'));
await($waiter);
$future->cancel();
var_dump($future->isCancelled());

// Cycles with the token are found.
$state = new Async\FutureState;
$future = signal(Signal::SIGUSR1, new Async\Future($state))->ignore();
$holder = new stdClass;
$holder->future = $future;
$holder->state = $state;
$weak = WeakReference::create($holder);
$state->ignore();
unset($future, $state, $holder);
gc_collect_cycles();
var_dump($weak->get());

$idle = signal(Signal::SIGTERM)->ignore();
spawn(function () use ($idle) {
    try {
        await(spawn(fn() => Async\suspend()));
        (new Async\Channel)->recv();
    } finally {
        echo "deadlock\n";
    }
});
?>
--EXPECTF--
SIGUSR1
SIGUSR2
sigusr1
enough
bool(true)
NULL

=== DEADLOCK REPORT START ===
Coroutines waiting: 1, active_events: 0
%A
=== DEADLOCK REPORT END   ===

deadlock

Fatal error: Uncaught Async\DeadlockError: Deadlock detected%a
