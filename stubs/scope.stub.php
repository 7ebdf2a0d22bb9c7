<?php

/**
 * @generate-class-entries
 */

namespace Async;

/** Whatever can say in which scope a coroutine is to run. */
interface ScopeProvider
{
    public function provideScope(): ?Scope;
}

/** A provider that is also told about each coroutine (C-83). */
interface SpawnStrategy extends ScopeProvider
{
    /** The coroutine exists but is not queued yet. The answer is reserved for later use. */
    public function beforeCoroutineEnqueue(Coroutine $coroutine, Scope $scope): array;

    public function afterCoroutineEnqueue(Coroutine $coroutine, Scope $scope): void;
}

/**
 * Coroutines that belong together: awaited, cancelled and supervised as one.
 * @strict-properties
 * @not-serializable
 */
final class Scope implements ScopeProvider
{
    /** A scope of its own, without a parent; not safe (C-180). */
    public function __construct() {}

    /** A child of $parentScope, else of the current scope. */
    public static function inherit(?Scope $parentScope = null): Scope {}

    public function provideScope(): Scope {}

    /** From now on cancellation spares nobody (C-181). */
    public function asNotSafely(): Scope {}

    /** From now on coroutines that have started outlive a cancellation as zombies (C-181). */
    public function allowZombies(): Scope {}

    /** Starts $callable in this scope; see spawn() (C-182). */
    public function spawn(callable $callable, mixed ...$params): Coroutine {}

    /** Cancels everything in and below this scope, as its safe flag says (C-188). */
    public function cancel(?AsyncCancellation $cancellationError = null): void {}

    /** Waits until nothing active is left here or below (C-195). */
    public function awaitCompletion(Awaitable $cancellation): void {}

    /** After a cancellation: waits until zombies are gone as well. Failures meanwhile go to $errorHandler (C-196). */
    public function awaitAfterCancellation(?callable $errorHandler = null, ?Awaitable $cancellation = null): void {}

    public function isFinished(): bool {}

    public function isClosed(): bool {}

    public function isCancelled(): bool {}

    /** Called as (Scope, Coroutine, Throwable) for what a coroutine of this scope failed with (C-96). */
    public function setExceptionHandler(callable $exceptionHandler): void {}

    /** The same for errors that come from child scopes. */
    public function setChildScopeExceptionHandler(callable $exceptionHandler): void {}

    /**
     * Calls $callback with the scope once it is closed or released (C-197).
     * @param callable $callback
     */
    public function finally($callback): void {}

    /** cancel(), after which the scope takes no work from outside (C-189). */
    public function dispose(): void {}

    /** The same, but whatever has started becomes a zombie. */
    public function disposeSafely(): void {}

    /** dispose() in $timeout milliseconds, unless the scope is complete by then (C-190). */
    public function disposeAfterTimeout(int $timeout): void {}

    /** @return list<Scope> */
    public function getChildScopes(): array {}
}
