<?php
// docs/cancellation.md: stopping what waits.
use Async\AsyncCancellation;
use function Async\{await, delay, protect, spawn, suspend, timeout};

// It arrives where the coroutine waits, as an exception that catch (Exception) does not take.
$worker = spawn(function () {
    try {
        delay(100000);
    } catch (Exception) {
        echo "never: a cancellation is neither an Exception nor an Error\n";
    } finally {
        echo "cleaning up\n";
    }
});
suspend();
$worker->cancel(new AsyncCancellation('not needed any more'));
try { await($worker); } catch (AsyncCancellation $e) { echo $e->getMessage(), "\n"; }

// Before the start: the body never runs.
$unstarted = spawn(fn() => print("never\n"));
$unstarted->cancel();
suspend();
echo $unstarted->isCancelled() ? 'cancelled' : 'ran', ', ', $unstarted->isStarted() ? 'started' : 'never started', "\n";

// Not in the middle of this: the cancellation is delivered when the section ends.
$saving = spawn(function () {
    protect(function () {
        echo "saving\n";
        suspend();
        echo "saved\n";
    });
    echo "never\n";
});
suspend();
$saving->cancel();
try { await($saving); } catch (AsyncCancellation) { echo "cancelled after saving\n"; }

// A limit on a wait leaves what is waited for alone.
$slow = spawn(function () { delay(30); return 'still there'; });
try {
    await($slow, timeout(1));
} catch (Async\OperationCanceledException $e) {
    echo get_class($e->getPrevious()), "\n";
}
echo await($slow), "\n";

// A coroutine may take a cancellation and go on.
$stubborn = spawn(function () {
    try { delay(100000); } catch (AsyncCancellation) {}
    return 'went on';
});
suspend();
$stubborn->cancel();
echo await($stubborn), "\n";
