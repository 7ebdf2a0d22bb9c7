<?php

/**
 * @generate-class-entries
 * @undocumentable
 */

namespace Async;

/** Anything a coroutine can wait for. Implemented by classes of the extension only. */
interface Awaitable
{
}

/** An awaitable that ends once, and can be asked to end. */
interface Completable extends Awaitable
{
    public function cancel(?AsyncCancellation $cancellation = null): void;

    public function isCompleted(): bool;

    public function isCancelled(): bool;
}
