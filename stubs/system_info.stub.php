<?php

/**
 * @generate-class-entries
 */

namespace Async;

/**
 * What processor time the process and the machine had used at one moment.
 * @strict-properties
 * @not-serializable
 */
final class CpuSnapshot
{
    /** Monotonic time. */
    public readonly int $wallNs;
    public readonly int $processUserNs;
    public readonly int $processSystemNs;
    /** Of all processors together; 0 where the platform does not tell. */
    public readonly int $systemIdleNs;
    public readonly int $systemBusyNs;
    public readonly int $cpuCount;

    private function __construct() {}

    public static function now(): CpuSnapshot {}
}
