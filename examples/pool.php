<?php
// A pool of connections: docs/pool.md.
use Async\{CircuitBreakerStrategy, Pool, ServiceUnavailableException, TimeoutException};
use function Async\{await_all, spawn, suspend};

class Connection
{
    private static int $made = 0;
    public readonly int $number;
    public bool $broken = false;

    public function __construct()
    {
        $this->number = ++self::$made;
        echo "connection $this->number opens\n";
    }

    public function close(): void
    {
        echo "connection $this->number closes\n";
    }
}

$pool = new Pool(
    factory: fn () => new Connection(),
    destructor: fn (Connection $c) => $c->close(),
    beforeAcquire: fn (Connection $c) => !$c->broken,
    max: 2,
);

// Five workers, two connections, everybody in turn.
$log = [];
$work = function (string $name) use ($pool, &$log) {
    $connection = $pool->acquire();
    try {
        suspend();    // a query
        $log[] = "$name on $connection->number";
    } finally {
        $pool->release($connection);
    }
};
await_all(array_map(fn ($name) => spawn($work, $name), ['A', 'B', 'C', 'D', 'E']));
echo implode(', ', $log), "\n";

// A broken one is replaced when somebody wants it.
$connection = $pool->acquire();
$connection->broken = true;
$pool->release($connection);
$a = $pool->acquire();
$b = $pool->acquire();

// Not longer than that.
try {
    $pool->acquire(timeout: 5);
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
$pool->release($a);
$pool->release($b);

// A circuit breaker: after a failure nobody is let in until it is time to try again.
$pool->setCircuitBreakerStrategy($strategy = new class implements CircuitBreakerStrategy {
    public bool $tryAgain = false;

    public function reportSuccess(mixed $source): void
    {
        $source->activate();
    }

    public function reportFailure(mixed $source, Throwable $error): void
    {
        $source->deactivate();
    }

    public function shouldRecover(): bool
    {
        return $this->tryAgain;
    }
});
$strategy->reportFailure($pool, new RuntimeException('the server is gone'));
try {
    $pool->acquire();
} catch (ServiceUnavailableException $e) {
    echo $e->getMessage(), "\n";
}
$strategy->tryAgain = true;
$connection = $pool->acquire();
echo $pool->getState()->name, "\n";
$pool->release($connection);
echo $pool->getState()->name, "\n";
$pool->close();
