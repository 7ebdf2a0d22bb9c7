--TEST--
SY-80, SY-81, SY-83: the first operation that can be done is done, and only that one
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\{await, select, spawn, suspend};

$a = new Channel(1);
$b = new Channel(1);
echo json_encode(select(['a' => $a, 'b' => $b], true)), "\n";
$b->send('for b');
echo json_encode(select(['a' => $a, 'b' => $b])), "\n";
echo json_encode(select([3 => [$a, ['a', 'value']]])), ' ', count($a), "\n";
echo json_encode(select(['full' => [$a, 1]], true)), ' ', count($a), "\n";
echo json_encode(select(['in' => $a, 'out' => [$b, 'x']], default: true)[0]), ' ', count($a) + count($b), "\n";
while (select([$a, $b], true));

echo "-- waiting\n";
$one = new Channel();
$two = new Channel();
$choose = function (string $name) use ($one, $two) {
    $done = select(['one' => $one, 'two' => [$two, "from $name"]]);
    echo $name, ' ', json_encode($done), "\n";
};
spawn($choose, 'A');
spawn($choose, 'B');
suspend();
echo count($one), count($two), "\n";
$one->send('hello');       // to A, whose value leaves $two
echo count($two), "\n";    // now it is B's
echo $two->recv(), "\n";
suspend();
echo count($one), count($two), "\n";

echo "-- select with select\n";
spawn(fn () => print(json_encode(select([$one, $two])) . "\n"));
suspend();
echo json_encode(select(['x' => [$two, 'direct'], 'y' => [$one, 'direct']], true)[1]), "\n";
suspend();
?>
--EXPECTF--
null
["b","for b"]
[3,null] 1
null 1
"%s" %d
-- waiting
01
1
from B
A ["one","hello"]
B ["two",null]
00
-- select with select
null
[%d,"direct"]
