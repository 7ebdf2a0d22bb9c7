--TEST--
PO-1, PO-20: what the constructor refuses; a pool that was never constructed (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;

function attempt(callable $call): void {
    try {
        $call();
        echo "done\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$new = fn () => new stdClass();
attempt(fn () => new Pool($new, min: -1));
attempt(fn () => new Pool($new, max: 0));
attempt(fn () => new Pool($new, min: 3, max: 2));
attempt(fn () => new Pool($new, healthcheckInterval: -1));
attempt(fn () => new Pool('no such function'));
attempt(fn () => new Pool($new, healthcheck: 'no such function'));
$pool = new Pool($new);
attempt(fn () => $pool->__construct($new));
attempt(fn () => clone $pool);
attempt(fn () => serialize($pool));
attempt(function () use ($pool) { $pool->x = 1; });
// Its own arguments are still being looked at when the handler gets hold of it.
set_error_handler(function () use (&$raw) { $raw = debug_backtrace()[1]['object']; throw new Exception('stopped'); });
attempt(fn () => new Pool($new, min: 1.5));
restore_error_handler();
foreach (['acquire', 'tryAcquire', 'close', 'isClosed', 'count', 'idleCount', 'activeCount', 'getState', 'activate'] as $method) {
    attempt(fn () => $raw->$method());
}
attempt(fn () => $raw->release(1));
attempt(fn () => $raw->setCircuitBreakerStrategy(null));
?>
--EXPECT--
ValueError: Async\Pool::__construct(): Argument #6 ($min) must be >= 0
ValueError: Async\Pool::__construct(): Argument #7 ($max) must be >= 1
ValueError: Async\Pool::__construct(): Argument #6 ($min) must be <= max
ValueError: Async\Pool::__construct(): Argument #8 ($healthcheckInterval) must be >= 0
TypeError: Async\Pool::__construct(): Argument #1 ($factory) must be a valid callback, function "no such function" not found or invalid function name
TypeError: Async\Pool::__construct(): Argument #3 ($healthcheck) must be a valid callback or null, function "no such function" not found or invalid function name
Error: Cannot call constructor twice
Error: Trying to clone an uncloneable object of class Async\Pool
Exception: Serialization of 'Async\Pool' is not allowed
Error: Cannot create dynamic property Async\Pool::$x
Exception: stopped
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
Async\PoolException: Pool is not initialized
