--TEST--
CH-1: ranges of the constructor arguments (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;

foreach ([[-1], [2147483648], [0, -1], [0, 2147483648], [0, 0, -1], [0, 0, 2147483648], [-1, -1, -1], [1, -1, -1],
          [PHP_INT_MIN]] as $arguments) {
    try {
        new Channel(...$arguments);
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
$channel = new Channel(2147483647, 2147483647, 2147483647, true);
var_dump($channel->capacity());
var_dump((new Channel)->capacity(), (new Channel(capacity: 3, hardTimeouts: true))->capacity());
?>
--EXPECT--
Async\Channel::__construct(): Argument #1 ($capacity) must be between 0 and 2147483647
Async\Channel::__construct(): Argument #1 ($capacity) must be between 0 and 2147483647
Async\Channel::__construct(): Argument #2 ($noProducerTimeout) must be between 0 and 2147483647
Async\Channel::__construct(): Argument #2 ($noProducerTimeout) must be between 0 and 2147483647
Async\Channel::__construct(): Argument #3 ($noConsumerTimeout) must be between 0 and 2147483647
Async\Channel::__construct(): Argument #3 ($noConsumerTimeout) must be between 0 and 2147483647
Async\Channel::__construct(): Argument #1 ($capacity) must be between 0 and 2147483647
Async\Channel::__construct(): Argument #2 ($noProducerTimeout) must be between 0 and 2147483647
Async\Channel::__construct(): Argument #1 ($capacity) must be between 0 and 2147483647
int(2147483647)
int(0)
int(3)
