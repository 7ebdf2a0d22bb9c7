<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Lets one coroutine at a time through, in the order they came. Not recursive.
 * @strict-properties
 * @not-serializable
 */
final class Mutex
{
    public function __construct() {}

    /** Waits until the mutex belongs to the running coroutine (SY-10). */
    public function lock(?Completable $cancellationToken = null): void {}

    /** Whether it got it without waiting. */
    public function tryLock(): bool {}

    /** Lets the oldest who waits have it; only its owner may (SY-12). */
    public function unlock(): void {}

    /** Calls $critical with the mutex locked and returns its value (SY-13). */
    public function synchronized(callable $critical, ?Completable $cancellationToken = null): mixed {}

    public function isLocked(): bool {}

    /** Whether its owner ended without unlocking it; then nobody gets it until recover() (SY-7). */
    public function isAbandoned(): bool {}

    /** What an abandoned mutex guards has been put right: it is free again. */
    public function recover(): void {}
}
