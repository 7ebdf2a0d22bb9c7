<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Hands out a number of permits, in the order they were asked for.
 * @strict-properties
 * @not-serializable
 */
final class Semaphore
{
    /** $limit: how many there may ever be; null = $permits (SY-20). */
    public function __construct(int $permits, ?int $limit = null) {}

    /** Takes a permit; waits for one. */
    public function acquire(?Completable $cancellationToken = null): void {}

    /** Whether it got a permit without waiting. */
    public function tryAcquire(): bool {}

    /** Gives permits back; anybody may (SY-22). */
    public function release(int $permits = 1): void {}

    /** Calls $body with a permit and returns its value (SY-23). */
    public function with(callable $body, ?Completable $cancellationToken = null): mixed {}

    /** Permits that nobody holds and nobody is promised. */
    public function available(): int {}
}
