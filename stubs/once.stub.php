<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Makes one value once, however many ask for it at the same time.
 * @strict-properties
 * @not-serializable
 */
final class Once
{
    public function __construct() {}

    /** The value; made by $initializer if nobody has made it yet (SY-70, SY-71). */
    public function call(callable $initializer, ?Completable $cancellationToken = null): mixed {}

    public function isDone(): bool {}
}
