<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * A place where a number of coroutines wait for each other, round after round.
 * @strict-properties
 * @not-serializable
 */
final class Barrier
{
    public function __construct(int $parties) {}

    /** Waits until everybody has come. True for the last, who did not have to wait (SY-50). */
    public function wait(?Completable $cancellationToken = null): bool {}

    public function parties(): int {}

    /** How many have come in this round. */
    public function waiting(): int {}

    /** Everybody who waits or comes later gets a SyncException, until reset() (SY-52). */
    public function abort(): void {}

    public function isBroken(): bool {}

    public function reset(): void {}
}
