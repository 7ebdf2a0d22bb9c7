--TEST--
IT-1: what iterate() refuses (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{get_coroutines, iterate};

class Broken implements IteratorAggregate {
    public function getIterator(): Iterator { throw new DomainException('no iterator'); }
}
$never = function () { echo "never called\n"; };
foreach ([
    [5, $never], ['text', $never], [new stdClass, $never], [null, $never],
    [[1], 'no such function'], [[1], $never, -1], [new Broken, $never], [],
] as $arguments) {
    try {
        iterate(...$arguments);
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
var_dump(count(get_coroutines()));
?>
--EXPECT--
TypeError: Async\iterate(): Argument #1 ($iterable) must be of type array|Traversable, int given
TypeError: Async\iterate(): Argument #1 ($iterable) must be of type array|Traversable, string given
TypeError: Async\iterate(): Argument #1 ($iterable) must be of type array|Traversable, stdClass given
TypeError: Async\iterate(): Argument #1 ($iterable) must be of type array|Traversable, null given
TypeError: Async\iterate(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
ValueError: Async\iterate(): Argument #3 ($concurrency) must be greater than or equal to 0
DomainException: no iterator
ArgumentCountError: Async\iterate() expects at least 2 arguments, 0 given
int(1)
