<?php

/**
 * @generate-class-entries
 */

namespace Async;

class ThreadPoolException extends \Exception
{
}

/**
 * Threads that work off tasks (TP-1…TP-17). Needs a thread-safe PHP; on others the constructor throws.
 * @strict-properties
 * @not-serializable
 */
final class ThreadPool
{
    public function __construct(
        int $workers = 0,
        int $queueSize = 0,
        ?\Closure $bootloader = null,
        bool $coroutine = false,
        int $concurrency = 0
    ) {}

    /** Queues $task; waits while the queue is full. */
    public function submit(callable $task, mixed ...$args): Future {}

    /** One task per item; the results under the keys of the items. */
    public function map(array $items, callable $task): array {}

    public function close(): void {}

    public function cancel(): void {}

    public function isClosed(): bool {}

    /** Fresh workers take the place of the present ones. */
    public function reload(): void {}

    public function getPendingCount(): int {}

    public function getRunningCount(): int {}

    public function getCompletedCount(): int {}

    public function getWorkerCount(): int {}
}
