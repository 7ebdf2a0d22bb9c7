<?php

/**
 * @generate-class-entries
 */

namespace Async;

/** What another thread has thrown: its message and code, under the name of this class (TH-4). */
class RemoteException extends AsyncException
{
    private ?\Throwable $remoteException = null;
    private string $remoteClass = '';

    /** The original, if it could be brought over. */
    public function getRemoteException(): ?\Throwable {}

    /** The name of its class. */
    public function getRemoteClass(): string {}
}

/** Something could not be brought from one thread to another. */
class ThreadTransferException extends AsyncException
{
}

/**
 * A thread that spawn_thread() has started (TH-1…TH-12). Needs a thread-safe PHP; on others none can be had.
 * @strict-properties
 * @not-serializable
 */
final class Thread implements Completable
{
    private function __construct() {}

    public function isRunning(): bool {}

    public function isCompleted(): bool {}

    public function isCancelled(): bool {}

    /** What the task has returned; null until then. */
    public function getResult(): mixed {}

    /** What it has thrown; null until then. */
    public function getException(): mixed {}

    public function cancel(?AsyncCancellation $cancellation = null): void {}

    /** Calls $callback with the thread when it has ended (TH-9). */
    public function finally(\Closure $callback): void {}
}
