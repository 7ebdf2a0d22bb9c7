<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Tasks that belong together, each under a key, with a limit on how many run at once; their outcomes stay (TG-1…TG-24).
 * @strict-properties
 * @not-serializable
 */
final class TaskGroup implements Awaitable, \Countable, \IteratorAggregate
{
    /** null, 0: no limit. So many more may be queued: 2 × $concurrency by default, 0: any number. Runs in $scope, else in one of its own. */
    public function __construct(?int $concurrency = null, ?int $queueLimit = null, ?Scope $scope = null) {}

    /** Starts $task, or queues it; waits while the queue is full (TG-6, TG-7). */
    public function spawn(callable $task, mixed ...$args): void {}

    /** The same under a key of one's own. */
    public function spawnWithKey(string|int $key, callable $task, mixed ...$args): void {}

    /** The results of all tasks by key, in the order in which they were added; fails if one of them has (TG-9). */
    public function all(bool $ignoreErrors = false): Future {}

    /** The outcome of the task that ends first (TG-10). */
    public function race(): Future {}

    /** The result of the task that succeeds first (TG-11). */
    public function any(): Future {}

    /** The results there are, by key. */
    public function getResults(): array {}

    /** The errors there are, by key; they count as handled. */
    public function getErrors(): array {}

    /** The errors there are count as handled. */
    public function suppressErrors(): void {}

    /** Closes the group, forgets what is queued and cancels what runs (TG-17). */
    public function cancel(?AsyncCancellation $cancellation = null): void {}

    /** No new tasks (TG-15). */
    public function close(): void {}

    /** Cancels the scope of the tasks (TG-18). */
    public function dispose(): void {}

    /** Nothing runs and nothing is queued. */
    public function isFinished(): bool {}

    public function isClosed(): bool {}

    /** Tasks in any state. */
    public function count(): int {}

    /** Waits until a closed group is finished; never throws what tasks have thrown (TG-19). */
    public function awaitCompletion(): void {}

    /** Calls $callback with the group once that is closed and finished (TG-20). */
    public function finally(\Closure $callback): void {}

    /** For foreach only: key => [result, null] or [null, Throwable], in the order in which tasks were added (TG-21). */
    public function getIterator(): \Iterator {}
}

/**
 * A TaskGroup whose tasks leave it when their outcome has been delivered (TS-1…TS-7).
 * @strict-properties
 * @not-serializable
 */
final class TaskSet implements Awaitable, \Countable, \IteratorAggregate
{
    public function __construct(?int $concurrency = null, ?int $queueLimit = null, ?Scope $scope = null) {}

    public function spawn(callable $task, mixed ...$args): void {}

    public function spawnWithKey(string|int $key, callable $task, mixed ...$args): void {}

    /** The outcome of the next task that ends; each call another one (TS-2). */
    public function joinNext(): Future {}

    /** The result of the next task that succeeds (TS-3). */
    public function joinAny(): Future {}

    /** The results of all tasks by key; the set is empty then (TS-4). */
    public function joinAll(bool $ignoreErrors = false): Future {}

    public function cancel(?AsyncCancellation $cancellation = null): void {}

    public function close(): void {}

    public function dispose(): void {}

    public function isFinished(): bool {}

    public function isClosed(): bool {}

    /** Tasks whose outcome has not been delivered. */
    public function count(): int {}

    public function awaitCompletion(): void {}

    public function finally(\Closure $callback): void {}

    /** For foreach only; what has been seen is no longer in the set (TS-5). */
    public function getIterator(): \Iterator {}
}
