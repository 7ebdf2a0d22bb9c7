<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * A deadline to await or to use as a cancellation token. Its time starts with the first wait on it (C-88, C-89).
 * @strict-properties
 * @not-serializable
 */
final class Timeout implements Completable
{
    private function __construct() {}

    public function cancel(?AsyncCancellation $cancellation = null): void {}

    public function isCompleted(): bool {}

    public function isCancelled(): bool {}
}
