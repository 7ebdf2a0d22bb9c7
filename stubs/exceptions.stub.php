<?php

/**
 * @generate-class-entries
 * @undocumentable
 */

namespace {
    /**
     * The third root beside Exception and Error: neither catch (Exception) nor catch (Error) swallows it.
     * Members stand in the order Exception has them.
     */
    class Cancellation implements Throwable
    {
        /**
         * Untyped as in Exception
         * @var string
         */
        protected $message = "";
        private string $string = "";
        /**
         * Untyped as in Exception
         * @var int
         */
        protected $code = 0;
        protected string $file = "";
        protected int $line = 0;
        private array $trace = [];
        private ?Throwable $previous = null;

        private function __clone(): void {}

        public function __construct(string $message = "", int $code = 0, ?Throwable $previous = null) {}

        /** @tentative-return-type */
        public function __wakeup(): void {}

        final public function getMessage(): string {}

        /** @return int */
        final public function getCode() {}

        final public function getFile(): string {}

        final public function getLine(): int {}

        final public function getTrace(): array {}

        final public function getPrevious(): ?Throwable {}

        final public function getTraceAsString(): string {}

        public function __toString(): string {}
    }
}

namespace Async {
    class AsyncCancellation extends \Cancellation
    {
    }

    /** Thrown when a cancellation token ended the wait. */
    class OperationCanceledException extends AsyncCancellation
    {
    }

    /** Misuse of the API. */
    class AsyncException extends \Exception
    {
    }

    class ContextException extends AsyncException
    {
    }

    class ServiceUnavailableException extends AsyncException
    {
    }

    class PoolException extends AsyncException
    {
    }

    /** A lock or barrier that somebody else left unusable. */
    class SyncException extends AsyncException
    {
    }

    class InputOutputException extends \Exception
    {
    }

    class DnsException extends \Exception
    {
    }

    class TimeoutException extends \Exception
    {
    }

    class PollException extends \Exception
    {
    }

    class DeadlockError extends \Error
    {
    }

    /** Several failures of one operation. */
    final class CompositeException extends \Exception
    {
        private array $exceptions = [];

        public function addException(\Throwable $exception): void {}

        public function getExceptions(): array {}
    }
}
