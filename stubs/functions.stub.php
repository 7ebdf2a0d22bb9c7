<?php

/**
 * @generate-function-entries
 */

namespace Async;

/** Starts $task in a new coroutine, which runs later; returns its handle at once (C-80). */
function spawn(callable $task, mixed ...$args): Coroutine {}

/** Lets every other runnable coroutine have its turn (C-86). */
function suspend(): void {}

/** Suspends the caller for $ms milliseconds; 0 is suspend() (C-87). */
function delay(int $ms): void {}

/** A Timeout of $ms milliseconds, to be awaited or used as a cancellation token (C-88). */
function timeout(int $ms): Awaitable {}

/** Runs $closure with cancellation of the caller put off until it has ended (C-66). */
function protect(\Closure $closure): mixed {}

/** Waits for $awaitable to end; returns its value or throws its exception (C-100). */
function await(Completable $awaitable, ?Completable $cancellation = null): mixed {}

/** The running coroutine (C-91). */
function current_coroutine(): Coroutine {}

/** All unfinished coroutines in the order of their creation, the main one included (C-91). */
function get_coroutines(): array {}

/** Cancels every coroutine; the application ends when they have (C-140). */
function graceful_shutdown(?AsyncCancellation $cancellationError = null): void {}
