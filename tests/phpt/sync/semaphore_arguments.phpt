--TEST--
SY-1, SY-20, SY-22: what a semaphore refuses (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Semaphore;

function attempt(callable $call): void {
    try {
        $call();
        echo "done\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
attempt(fn () => new Semaphore(-1));
attempt(fn () => new Semaphore(2147483648));
attempt(fn () => new Semaphore(0));
attempt(fn () => new Semaphore(3, 2));
attempt(fn () => new Semaphore(3, 2147483648));
$semaphore = new Semaphore(1, 2);
attempt(fn () => $semaphore->__construct(1));
attempt(fn () => $semaphore->release(0));
attempt(fn () => $semaphore->release(2));
attempt(fn () => $semaphore->release(PHP_INT_MAX));
attempt(fn () => $semaphore->release());
attempt(fn () => $semaphore->release());
var_dump($semaphore->available());
?>
--EXPECT--
ValueError: Async\Semaphore::__construct(): Argument #1 ($permits) must be between 0 and 2147483647
ValueError: Async\Semaphore::__construct(): Argument #1 ($permits) must be between 0 and 2147483647
ValueError: Async\Semaphore::__construct(): Argument #2 ($limit) must be between 1 and 2147483647
ValueError: Async\Semaphore::__construct(): Argument #2 ($limit) must be between 3 and 2147483647
ValueError: Async\Semaphore::__construct(): Argument #2 ($limit) must be between 3 and 2147483647
Error: Cannot call constructor twice
ValueError: Async\Semaphore::release(): Argument #1 ($permits) must be greater than 0
Async\AsyncException: Semaphore released more often than acquired
Async\AsyncException: Semaphore released more often than acquired
done
Async\AsyncException: Semaphore released more often than acquired
int(2)
