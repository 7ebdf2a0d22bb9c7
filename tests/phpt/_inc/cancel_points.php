<?php
// Cancels an operation at each point where it can be caught: at its first wait, when that wait is over and it is about to go on, at its
// second wait, and so on, until it ends without having been reached. Points are counted, not timed: who looks gets a turn between
// the end of a wait and the next step of the other one. How many there are is up to the peer: what it has answered already is not
// waited for (IO-4).

/** Cancels at the k-th point. Returns what came of it, or null when there are fewer points. */
function cancel_at(int $point, callable $work): ?string
{
    $outcome = 'never began';
    $coroutine = Async\spawn(function () use ($work, &$outcome) {
        try {
            $work();
            $outcome = 'done';
        } catch (Throwable $e) {
            $outcome = get_class($e) . ($e instanceof Async\AsyncCancellation ? '' : ': ' . $e->getMessage());
        }
    });
    $seen = false;  // that it waits
    $reached = false;
    while (!$coroutine->isCompleted()) {
        $ready = $coroutine->isQueued();
        if ($coroutine->isStarted() && ($ready || !$seen)) {
            $seen = !$ready;
            if (--$point === 0) {
                $reached = true;
                $coroutine->cancel();
                break;
            }
        }
        Async\suspend();
    }
    try {
        Async\await($coroutine);
    } catch (Async\AsyncCancellation) {
    }
    return $reached ? $outcome : ($outcome === 'done' ? null : "not cancelled, but $outcome");
}

/**
 * All points of one operation. Says how it went; anything but the cancellation, or being done before it, is shown.
 * `$afterwards` looks whether all is well, after each; it returns how many descriptors more than at first are open on purpose.
 */
function cancel_everywhere(string $name, callable $work, ?callable $afterwards = null): void
{
    Async\delay(1);  // the event loop is there, though the work may find its answers waiting
    Async\await(Async\spawn($work));  // what is opened once for all is open now
    gc_collect_cycles();
    $descriptors = count(scandir('/proc/self/fd'));
    $coroutines = count(Async\get_coroutines());
    $strange = [];
    $cancelled = 0;
    $kept = 0;
    for ($point = 1, $missed = 0; $point < 500; $point++) {
        $outcome = cancel_at($point, $work);
        if ($outcome === null) {
            if (++$missed === 3) break;
            $point--;
            continue;
        }
        $missed = 0;
        if ($outcome === Async\AsyncCancellation::class) $cancelled++;
        elseif ($outcome !== 'done') $strange["$outcome"] = true;
        try {
            $kept = $afterwards ? (int) $afterwards() : 0;
        } catch (Throwable $e) {
            $strange['afterwards ' . get_class($e) . ': ' . $e->getMessage()] = true;
        }
    }
    gc_collect_cycles();
    $left = count(scandir('/proc/self/fd')) - $descriptors - $kept;
    if ($left > 0) $strange["$left descriptors left"] = true;
    if (count(Async\get_coroutines()) !== $coroutines) $strange['coroutines left'] = true;
    if ($point === 500) $strange['no end'] = true;
    $GLOBALS['cancelled_in_all'] = ($GLOBALS['cancelled_in_all'] ?? 0) + $cancelled;
    echo "$name: ", $strange ? implode('; ', array_keys($strange)) : 'only what is allowed', "\n";
    if (getenv('ASYNC_TEST_TALK')) fprintf(STDERR, "%s: %d points, %d cancelled\n", $name, $point - 1, $cancelled);
}

/** How much of it was really cancelled cannot be said of one operation, whose peer may have answered before it is asked for. */
function cancelled_at_least(int $number): void
{
    $really = $GLOBALS['cancelled_in_all'];
    echo $really >= $number ? 'cancelled often enough' : "cancelled $really times", "\n";
}
