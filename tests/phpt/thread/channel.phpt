--TEST--
TC-1, TC-2, TC-3, TC-4: capacity, order, copies, waiting for room and for values; works from plain code without parking
--EXTENSIONS--
async
--FILE--
<?php
use Async\ThreadChannel;
use function Async\{await, spawn, suspend};

foreach ([0, -1, 2147483648] as $capacity) {
    try {
        new ThreadChannel($capacity);
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
foreach ([fn() => clone new ThreadChannel, fn() => serialize(new ThreadChannel), fn() => (new ThreadChannel)->__construct()] as $wrong) {
    try {
        $wrong();
    } catch (Throwable $e) {
        echo $e->getMessage(), "\n";
    }
}
$channel = new ThreadChannel;
var_dump($channel->capacity(), count($channel), $channel->isEmpty(), $channel->isFull(), $channel->isClosed());
var_dump($channel instanceof Async\Awaitable, $channel instanceof Traversable, method_exists($channel, 'sendAsync'));

class Box { public $value = 1; }
$box = new Box;
$channel->send($box);
$box->value = 2;
$received = $channel->recv();
var_dump($received, $received === $box);
for ($i = 0; $i < 16; ++$i) $channel->send($i);
var_dump($channel->isFull());
for ($i = 0; $i < 16; ++$i) echo $channel->recv(), ' ';
echo "\n";
// None of that has needed the scheduler.
var_dump(Async\get_coroutines() === []);

$small = new ThreadChannel(1);
$sender = spawn(function () use ($small) {
    foreach (['a', 'b', 'c'] as $value) {
        $small->send($value);
        echo "sent $value\n";
    }
    $small->close();
});
suspend();
echo "the other goes on\n";
try {
    for (;;) {
        $value = $small->recv();
        echo "got $value\n";
    }
} catch (Async\ThreadChannelException $e) {
    echo get_class($e->getPrevious() ?? $e), ': ', $e->getMessage(), "\n";
}
?>
--EXPECTF--
Async\ThreadChannel::__construct(): Argument #1 ($capacity) must be between 1 and 2147483647
Async\ThreadChannel::__construct(): Argument #1 ($capacity) must be between 1 and 2147483647
Async\ThreadChannel::__construct(): Argument #1 ($capacity) must be between 1 and 2147483647
Trying to clone an uncloneable object of class Async\ThreadChannel
Serialization of 'Async\ThreadChannel' is not allowed
Cannot call constructor twice
int(16)
int(0)
bool(true)
bool(false)
bool(false)
bool(true)
bool(false)
bool(false)
object(Box)#%d (1) {
  ["value"]=>
  int(1)
}
bool(false)
bool(true)
0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 
bool(true)
sent a
the other goes on
got a
sent b
got b
sent c
got c
Async\ThreadChannelException: ThreadChannel is closed
