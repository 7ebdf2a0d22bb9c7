<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * The side of a Future that fills it, once: with a value or with an exception.
 * @strict-properties
 * @not-serializable
 */
final class FutureState
{
    public function __construct() {}

    /** Ends the future well and wakes everybody who waits for it; never suspends (FU-2, FU-3). */
    public function complete(mixed $result): void {}

    /** Ends the future with an exception. */
    public function error(\Throwable $throwable): void {}

    public function isCompleted(): bool {}

    /** Nobody needs to look at the outcome: no warning about that (FU-17). */
    public function ignore(): void {}

    /** What somebody who waits for it waits for. */
    public function getAwaitingInfo(): array {}

    /** [file, line] of the constructor call. */
    public function getCreatedFileAndLine(): array {}

    public function getCreatedLocation(): string {}

    /** [file, line] of where it was completed; [null, 0] before, and when the event loop did it. */
    public function getCompletedFileAndLine(): array {}

    public function getCompletedLocation(): string {}
}

/**
 * An outcome that is known now or later, once: a value or an exception. To be awaited any number of times, or to make
 * further futures of.
 * @strict-properties
 * @not-serializable
 */
final class Future implements Completable
{
    /** One that has ended with $value. */
    public static function completed(mixed $value = null): Future {}

    /** One that has ended with $throwable. */
    public static function failed(\Throwable $throwable): Future {}

    public function __construct(FutureState $state) {}

    public function isCompleted(): bool {}

    /** Whether it ended with an AsyncCancellation (FU-4). */
    public function isCancelled(): bool {}

    /** Ends it with $cancellation, for everybody who shares its state; no-op when it has ended (FU-5). */
    public function cancel(?AsyncCancellation $cancellation = null): void {}

    /** Nobody needs to look at the outcome: no warning about that (FU-17). */
    public function ignore(): Future {}

    /** A future of what $map makes of the value; errors pass by it (FU-10…FU-16). */
    public function map(callable $map): Future {}

    /** A future of what $catch makes of the exception; values pass by it. */
    public function catch(callable $catch): Future {}

    /** Calls $finally with the value or the exception; the outcome stays, unless $finally throws. */
    public function finally(callable $finally): Future {}

    /** Waits for the value; throws the exception (FU-9). */
    public function await(?Completable $cancellation = null): mixed {}

    /** What somebody who waits for it waits for. */
    public function getAwaitingInfo(): array {}

    /** [file, line] of where its state was made. */
    public function getCreatedFileAndLine(): array {}

    public function getCreatedLocation(): string {}

    /** [file, line] of where it was completed; [null, 0] before, and when the event loop did it. */
    public function getCompletedFileAndLine(): array {}

    public function getCompletedLocation(): string {}
}
