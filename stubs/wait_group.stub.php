<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Waits for a number of things to be done.
 * @strict-properties
 * @not-serializable
 */
final class WaitGroup implements \Countable
{
    public function __construct() {}

    /** So many more to wait for (SY-60). */
    public function add(int $delta = 1): void {}

    /** One less. */
    public function done(): void {}

    /** Waits for the counter to be zero (SY-61). */
    public function wait(?Completable $cancellationToken = null): void {}

    public function count(): int {}
}
