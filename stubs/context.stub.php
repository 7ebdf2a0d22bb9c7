<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * Values that belong to a scope or a coroutine. Object keys go by identity (C-130…C-135).
 * @strict-properties
 * @not-serializable
 */
final class Context
{
    /** The value here or in the nearest scope above; null when there is none. */
    public function find(string|object $key): mixed {}

    /** As find(); throws ContextException when there is none. */
    public function get(string|object $key): mixed {}

    public function has(string|object $key): bool {}

    public function findLocal(string|object $key): mixed {}

    public function getLocal(string|object $key): mixed {}

    public function hasLocal(string|object $key): bool {}

    public function set(string|object $key, mixed $value, bool $replace = false): Context {}

    public function unset(string|object $key): Context {}
}
