<?php

/**
 * @generate-function-entries
 */

namespace Async;

/** Starts $task in a new coroutine, which runs later; returns its handle at once (C-80). */
function spawn(callable $task, mixed ...$args): Coroutine {}

/** The same in the scope that $provider names (C-82); a SpawnStrategy is told before and after (C-83). */
function spawn_with(ScopeProvider $provider, callable $task, mixed ...$args): Coroutine {}

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

/** The value of the trigger that ends first; throws if that one failed (C-110…C-121, as all of this family). */
function await_any_or_fail(iterable $triggers, ?Awaitable $cancellation = null): mixed {}

/** [the value of the trigger that succeeds first, the errors by key] */
function await_first_success(iterable $triggers, ?Awaitable $cancellation = null): array {}

/** The values of all triggers by key; throws as soon as one fails. */
function await_all_or_fail(iterable $triggers, ?Awaitable $cancellation = null, bool $preserveKeyOrder = true): array {}

/** [the values of those that succeeded, the errors of those that failed], both by key, once all have ended. */
function await_all(iterable $triggers, ?Awaitable $cancellation = null, bool $preserveKeyOrder = true, bool $fillNull = false): array {}

/** The values of the first $count triggers that end, by key; throws as soon as one fails. */
function await_any_of_or_fail(int $count, iterable $triggers, ?Awaitable $cancellation = null, bool $preserveKeyOrder = true): array {}

/** [the values of the first $count triggers that succeed, the errors], both by key. */
function await_any_of(int $count, iterable $triggers, ?Awaitable $cancellation = null, bool $preserveKeyOrder = true, bool $fillNull = false): array {}

/**
 * Calls $callback(value, key) for every element, the next one already while a callback waits, at most $concurrency at a time
 * (0: no limit); returns when all have ended. Coroutines that callbacks have spawned are then cancelled, or waited for (IT-1…IT-8).
 */
function iterate(iterable $iterable, callable $callback, int $concurrency = 0, bool $cancelPending = true): void {}

/**
 * The next arrival of $signal: a Future of the Signal itself. Handlers of pcntl_signal() are called as well. Keeps the process
 * alive while somebody waits for it. Fails with what $cancellation failed with (SI-1…SI-8).
 */
function signal(Signal $signal, ?Completable $cancellation = null): Future {}

/**
 * Runs $task in a thread of its own, after $bootloader. Everything it needs is copied; functions, classes and globals of this
 * thread are not there, $inherit changes nothing (TR-14). Needs a thread-safe PHP (TH-2).
 */
function spawn_thread(\Closure $task, bool $inherit = true, ?\Closure $bootloader = null): Thread {}

/** The context of the current scope (C-122). */
function current_context(): Context {}

/** The context of the current coroutine alone (C-123). */
function coroutine_context(): Context {}

/** The context of the main scope (C-124). */
function root_context(): Context {}

/** The context of the request an embedding server is handling, if any (C-125). */
function request_context(): ?Context {}

/** Processor time since the previous call (C-92d). */
function cpu_usage(): array {}

/** The load of the machine over 1, 5 and 15 minutes; null where the platform does not tell (C-92e). */
function loadavg(): ?array {}

/** How many threads can run at once: processors this process may use (C-92a). */
function available_parallelism(): int {}

/** How many coroutines and stacks there are, and what waits in the scheduler (C-92b). */
function runtime_stats(): array {}

/**
 * Does the first of several channel operations that can be done: [key, received value]. A case is a Channel to receive from, or
 * [Channel, value] to send. Null when none can be done at once and $default is true (SY-80…SY-88).
 */
function select(array $cases, bool $default = false, ?Completable $cancellationToken = null): ?array {}

/**
 * Who waits for whom right now: every unfinished coroutine and what it waits for, each with its place in the code, and the
 * cycles among them. $format: "text", or "mermaid" or "dot" for a graph in which the edges of cycles stand out.
 */
function wait_graph(string $format = 'text'): string {}
