<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Waits for something to become true of what a Mutex guards.
 * @strict-properties
 * @not-serializable
 */
final class Condition
{
    public function __construct(Mutex $mutex) {}

    /** Unlocks the mutex, waits to be notified, locks it again, also when the wait is cancelled (SY-40). */
    public function wait(?Completable $cancellationToken = null): void {}

    /** Waits until $predicate, called with the mutex locked, answers true (SY-42). */
    public function waitFor(callable $predicate, ?Completable $cancellationToken = null): void {}

    /** Wakes the $count oldest who wait (SY-41). */
    public function notify(int $count = 1): void {}

    public function notifyAll(): void {}
}
