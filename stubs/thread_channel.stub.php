<?php

/**
 * @generate-class-entries
 */

namespace Async;

class ThreadChannelException extends AsyncException
{
}

/**
 * Hands values from thread to thread, each one a deep copy, through a buffer of $capacity values (TC-1…TC-11). Works inside one
 * thread as well.
 * @strict-properties
 * @not-serializable
 */
final class ThreadChannel implements Awaitable, \Countable
{
    public function __construct(int $capacity = 16) {}

    /** Copies $value, then waits until there is room (TC-2). */
    public function send(mixed $value, ?Completable $cancellationToken = null): void {}

    /** The oldest value; waits for one. Drains a closed channel, then throws (TC-3). */
    public function recv(?Completable $cancellationToken = null): mixed {}

    /** Everybody who waits is told; values already inside can still be received (TC-7). */
    public function close(): void {}

    public function isClosed(): bool {}

    public function capacity(): int {}

    /** How many values are inside. */
    public function count(): int {}

    public function isEmpty(): bool {}

    public function isFull(): bool {}
}
