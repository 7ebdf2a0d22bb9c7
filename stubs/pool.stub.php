<?php

/**
 * @generate-class-entries
 */

namespace Async;

enum CircuitBreakerState
{
    case ACTIVE;
    case INACTIVE;
    case RECOVERING;
}

/** Lets nobody in while what is behind it does not work (PO-19). */
interface CircuitBreaker
{
    public function getState(): CircuitBreakerState;

    public function activate(): void;

    public function deactivate(): void;

    public function recover(): void;
}

/** Decides from what happens to a circuit breaker's resources; calls its methods (PO-18). */
interface CircuitBreakerStrategy
{
    public function reportSuccess(mixed $source): void;

    public function reportFailure(mixed $source, \Throwable $error): void;

    /** Asked while the breaker is open: is it time to try again? */
    public function shouldRecover(): bool;
}

/**
 * Lends resources one at a time, at most $max of them, first come first served.
 * @strict-properties
 * @not-serializable
 */
final class Pool implements \Countable, CircuitBreaker
{
    /**
     * $beforeAcquire and $beforeRelease answer false for a resource that is to be destroyed (PO-6, PO-10), $healthcheck too; it is
     * called for idle ones every $healthcheckInterval milliseconds (PO-17). $min resources are made at once (PO-2).
     */
    public function __construct(
        callable $factory,
        ?callable $destructor = null,
        ?callable $healthcheck = null,
        ?callable $beforeAcquire = null,
        ?callable $beforeRelease = null,
        int $min = 0,
        int $max = 10,
        int $healthcheckInterval = 0
    ) {}

    /** A resource; waits for one, at most $timeout milliseconds (0 = without limit, PO-6, PO-7). */
    public function acquire(int $timeout = 0): mixed {}

    /** A resource if there is one or room to make one; otherwise null (PO-9). */
    public function tryAcquire(): mixed {}

    /** Gives a resource back (PO-10). */
    public function release(mixed $resource): void {}

    /** Fails everybody who waits and destroys the idle resources; the others when they are released (PO-15). */
    public function close(): void {}

    public function isClosed(): bool {}

    /** Idle and active ones. */
    public function count(): int {}

    public function idleCount(): int {}

    public function activeCount(): int {}

    public function getState(): CircuitBreakerState {}

    public function activate(): void {}

    public function deactivate(): void {}

    public function recover(): void {}

    public function setCircuitBreakerStrategy(?CircuitBreakerStrategy $strategy): void {}
}
