--TEST--
TR-4, TR-5, TR-9, TC-2: what cannot cross is refused with an Error, nothing is queued and nothing is left; a property table is no dynamic property (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\ThreadChannel;

class Plain { public $value = 1; }
class Loud { public $value; function __destruct() { echo "destroyed\n"; } }
class MyIterator extends ArrayIterator { public $mine = 5; }

$channel = new ThreadChannel;
function refused(mixed $value) {
    global $channel;
    try {
        $channel->send($value);
        echo get_debug_type($value), " crossed\n";
        $channel->recv();
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), ', ', count($channel), "\n";
    }
}

$dynamic = new stdClass;
$dynamic->x = 1;
refused($dynamic);
refused(new stdClass);
$materialised = new Plain;
foreach ($materialised as $value) {}
(array) $materialised;
get_object_vars($materialised);
refused($materialised);
refused(STDIN);
$x = 1;
refused([&$x]);
$referenced = new Plain;
$reference = &$referenced->value;
refused($referenced);
$deep = [];
for ($i = 0; $i < 520; ++$i) $deep = [$deep];
refused($deep);
$deep = [];
for ($i = 0; $i < 500; ++$i) $deep = [$deep];
refused($deep);
$list = null;
for ($i = 0; $i < 600; ++$i) {
    $node = new Plain;
    $node->value = $list;
    $list = $node;
}
refused($list);
refused((function () { yield 1; })());
refused(new Fiber(fn() => 1));
refused(new Async\Scope);
refused(new Async\Channel);
refused(new MyIterator([1]));
refused(new SplObjectStorage);
refused(new DateTime('2020-01-01'));

// Half a copy is no object of the program's.
$loud = new Loud;
$loud->value = STDIN;
refused([new Plain, $loud]);
$loud->value = null;
unset($loud);
echo "end\n";

$copy = function (mixed $value) use ($channel) {
    $channel->send($value);
    return $channel->recv();
};
$array = new ArrayObject(['a' => new Plain]);
$got = $copy([$array, $array]);
var_dump($got[0] === $got[1], $got[0] !== $array, $got[0]['a'] !== $array['a'], count($got[0]));
echo $copy(new DateTimeImmutable('2020-02-03 04:05:06 UTC'))->format('c'), "\n";

$thrown = (function ($argument) { return new LogicException('boom', 7, new RuntimeException('cause')); })(STDIN);
$got = $copy($thrown);
var_dump($got !== $thrown, $got->getMessage(), $got->getCode(), $got->getPrevious()->getMessage(), $got->getLine() === $thrown->getLine());
var_dump(isset($got->getTrace()[0]['args']), $got->getTrace()[0]['function']);
?>
--EXPECTF--
Error: Cannot transfer object with dynamic properties between threads, 0
stdClass crossed
Plain crossed
Error: Cannot transfer a resource between threads, 0
Error: Cannot transfer a reference between threads, 0
Error: Cannot transfer a reference between threads, 0
Error: Maximum nesting depth exceeded during thread data transfer, 0
array crossed
Error: Maximum nesting depth exceeded during thread data transfer, 0
Error: Cannot transfer object of class Generator between threads, 0
Error: Cannot transfer object of class Fiber between threads, 0
Error: Cannot transfer object of class Async\Scope between threads, 0
Error: Cannot transfer object of class Async\Channel between threads, 0
MyIterator crossed
SplObjectStorage crossed
DateTime crossed
Error: Cannot transfer a resource between threads, 0
destroyed
end
bool(true)
bool(true)
bool(true)
int(1)
2020-02-03T04:05:06+00:00
bool(true)
string(4) "boom"
int(7)
string(5) "cause"
bool(true)
bool(false)
string(%d) "{closure%S}"
