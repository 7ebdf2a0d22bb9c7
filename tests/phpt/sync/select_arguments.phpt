--TEST--
SY-80, SY-87: what select() refuses (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\select;

$channel = new Channel();
$other = new Channel(1);
foreach ([
    [], [1], [null], [new stdClass()], [[$channel]], [[$channel, 1, 2]], [['a' => $channel, 'b' => 1]], [[1, $channel]],
    [$channel, [$channel, 1]], [$other, $channel, [$channel, 1]],
] as $cases) {
    try {
        select($cases, true);
        echo "done\n";
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
var_dump(select([$channel, $channel], true), select([[$other, null], [$other, 2]], true)[1]);
?>
--EXPECT--
ValueError: Async\select(): Argument #1 ($cases) must not be empty
TypeError: Async\select(): Argument #1 ($cases) must be an array of Async\Channel and [Async\Channel, mixed]
TypeError: Async\select(): Argument #1 ($cases) must be an array of Async\Channel and [Async\Channel, mixed]
TypeError: Async\select(): Argument #1 ($cases) must be an array of Async\Channel and [Async\Channel, mixed]
TypeError: Async\select(): Argument #1 ($cases) must be an array of Async\Channel and [Async\Channel, mixed]
TypeError: Async\select(): Argument #1 ($cases) must be an array of Async\Channel and [Async\Channel, mixed]
TypeError: Async\select(): Argument #1 ($cases) must be an array of Async\Channel and [Async\Channel, mixed]
TypeError: Async\select(): Argument #1 ($cases) must be an array of Async\Channel and [Async\Channel, mixed]
ValueError: Async\select(): Argument #1 ($cases) must not send to and receive from the same channel
ValueError: Async\select(): Argument #1 ($cases) must not send to and receive from the same channel
NULL
NULL
