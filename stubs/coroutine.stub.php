<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * A flow of control started by spawn(), or the main script itself.
 * @strict-properties
 * @not-serializable
 */
final class Coroutine implements Completable
{
    /** The object handle; unique among live objects (C-50). */
    public function getId(): int {}

    /** There are no priorities; returns $this (C-51). */
    public function asHiPriority(): Coroutine {}

    /** The context that belongs to this coroutine alone (C-52). */
    public function getContext(): Context {}

    /** The value the body returned; null before the end, after a failure or a cancellation. Never throws (C-53). */
    public function getResult(): mixed {}

    /** What the coroutine failed with; null before the end and on success. Never throws (C-54). */
    public function getException(): mixed {}

    /**
     * The call stack of a suspended coroutine in the format of debug_backtrace(); null when it is not suspended, not started
     * or finished (C-55).
     */
    public function getTrace(int $options = DEBUG_BACKTRACE_PROVIDE_OBJECT, int $limit = 0): ?array {}

    /** [file, line] of the spawning call (C-56). */
    public function getSpawnFileAndLine(): array {}

    /** "file:line" of the spawning call, or "unknown". */
    public function getSpawnLocation(): string {}

    /** [file, line] where it is suspended, or [null, 0]. */
    public function getSuspendFileAndLine(): array {}

    /** "file:line" where it is suspended, or "unknown". */
    public function getSuspendLocation(): string {}

    public function isStarted(): bool {}

    public function isQueued(): bool {}

    public function isRunning(): bool {}

    public function isSuspended(): bool {}

    public function isCancelled(): bool {}

    public function isCancellationRequested(): bool {}

    public function isCompleted(): bool {}

    /** Descriptions of what it waits for (C-57, C-155). */
    public function getAwaitingInfo(): array {}

    /** Asks it to end: the exception is thrown where it is suspended (C-60…C-64). */
    public function cancel(?AsyncCancellation $cancellation = null): void {}

    /**
     * Calls $callback with this coroutine once it has ended, however it ended; at once if it has (C-72, C-73).
     * @param callable $callback
     */
    public function finally($callback): void {}
}
