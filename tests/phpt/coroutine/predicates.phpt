--TEST--
C-35, C-36: what the predicates say before, during and after a coroutine's life
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

function show(string $when, Async\Coroutine $c): void {
    $names = ['isStarted', 'isQueued', 'isSuspended', 'isRunning', 'isCompleted', 'isCancelled', 'isCancellationRequested'];
    echo "$when:";
    foreach ($names as $name) {
        if ($c->$name()) echo " $name";
    }
    echo "\n";
}
$c = spawn(function () {
    show('inside', current_coroutine());
    suspend();
    delay(50);
    return 1;
});
show('spawned', $c);
suspend();
show('after its suspend()', $c);
suspend();
show('in delay()', $c);
await($c);
show('finished', $c);

$c = spawn(fn() => delay(1000000));
suspend();
$c->cancel();
show('cancelled', $c);
try { await($c); } catch (\Cancellation) {}
show('ended', $c);
?>
--EXPECTF--
spawned: isQueued isSuspended
inside: isStarted isRunning
after its suspend(): isStarted isQueued isSuspended isRunning
in delay(): isStarted isSuspended isRunning
finished: isStarted isCompleted
cancelled: isStarted isQueued isSuspended isRunning isCancellationRequested
ended: isStarted isCompleted isCancelled
