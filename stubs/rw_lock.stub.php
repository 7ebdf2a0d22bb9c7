<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Many readers or one writer, first come first served. Not recursive, no upgrade.
 * @strict-properties
 * @not-serializable
 */
final class RwLock
{
    public function __construct() {}

    /** Waits until there is no writer, and none before it in the line (SY-30). */
    public function readLock(?Completable $cancellationToken = null): void {}

    public function tryReadLock(): bool {}

    public function readUnlock(): void {}

    /** Waits until nobody else holds the lock. */
    public function writeLock(?Completable $cancellationToken = null): void {}

    public function tryWriteLock(): bool {}

    public function writeUnlock(): void {}

    /** Calls $body as a reader and returns its value (SY-34). */
    public function read(callable $body, ?Completable $cancellationToken = null): mixed {}

    /** Calls $body as the writer and returns its value (SY-34). */
    public function write(callable $body, ?Completable $cancellationToken = null): mixed {}

    /** How many hold it for reading. */
    public function readers(): int {}

    public function isWriteLocked(): bool {}

    /** Whether its writer ended without unlocking it; then nobody gets it until recover() (SY-7). */
    public function isAbandoned(): bool {}

    public function recover(): void {}
}
