<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Hands values from coroutine to coroutine: through a buffer of $capacity values, or with 0 from hand to hand.
 * @strict-properties
 * @not-serializable
 */
final class Channel implements Awaitable, \IteratorAggregate, \Countable
{
    /**
     * Timeouts in milliseconds, 0 = none: how long receivers wait for a sender, and senders for a receiver, before the channel
     * is closed. Soft ones do not keep the process alive (CH-34, CH-35).
     */
    public function __construct(
        int $capacity = 0,
        int $noProducerTimeout = 0,
        int $noConsumerTimeout = 0,
        bool $hardTimeouts = false
    ) {}

    /** Waits until there is room; on a channel without a buffer, until the value is taken or promised (CH-8, CH-9). */
    public function send(mixed $value, ?Completable $cancellationToken = null): void {}

    /** As send() where that need not wait; otherwise false (CH-15). */
    public function sendAsync(mixed $value): bool {}

    /** The oldest value; waits for one. Drains a closed channel, then throws (CH-16, CH-17). */
    public function recv(?Completable $cancellationToken = null): mixed {}

    /** The oldest value, in the moment there is one: a Future in line with those who wait in recv() (CH-20, CH-21). */
    public function recvAsync(): Future {}

    /** Everybody who waits is told with one ChannelException; values already inside can still be received (CH-29). */
    public function close(): void {}

    public function isClosed(): bool {}

    public function capacity(): int {}

    /** How many values are inside. */
    public function count(): int {}

    public function isEmpty(): bool {}

    public function isFull(): bool {}

    /** Receives until the channel is closed (CH-24). */
    public function getIterator(): \Iterator {}
}
