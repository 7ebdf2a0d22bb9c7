<?php

/**
 * @generate-class-entries
 */

namespace Async;

/** Something has changed below a watched path: at least one of $renamed (made, removed, moved) and $changed is true (FS-2). */
final readonly class FileSystemEvent
{
    /** As it was given to the watcher. */
    public readonly string $path;

    /** Relative to it; null: the path itself, or several names. */
    public readonly ?string $filename;

    public readonly bool $renamed;

    public readonly bool $changed;
}

/**
 * Watches a file, a directory, or a tree of directories; changes are kept from the first moment until somebody iterates (FS-1…FS-10).
 * Keeps the process alive until it is closed.
 * @strict-properties
 * @not-serializable
 */
final class FileSystemWatcher implements Awaitable, \IteratorAggregate
{
    /**
     * $coalesce: one event per name until it is taken. $debounceMs: one event without a name when nothing has happened for so
     * long, after $maxHoldMs at the latest. $extensions: only names that end so.
     */
    public function __construct(
        string $path,
        bool $recursive = false,
        bool $coalesce = true,
        int $debounceMs = 0,
        int $maxHoldMs = 0,
        array $extensions = []
    ) {}

    /** What is kept can still be iterated; a burst that is not over is lost (FS-5). */
    public function close(): void {}

    public function isClosed(): bool {}

    /** The events, waiting for the next one until the watcher is closed (FS-4). */
    public function getIterator(): \Iterator {}
}
