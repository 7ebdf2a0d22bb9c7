--TEST--
FU-13: one worker, breadth first; others go on when a callback suspends
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, current_coroutine, spawn, suspend};

$note = fn(string $name) => function ($v) use ($name) { echo "$name\n"; return $v; };
echo "-- breadth first\n";
$state = new FutureState;
$root = new Future($state);
$a = $root->map($note('a'));
$b = $root->map($note('b'));
$a->map($note('a1'))->map($note('a1x'))->ignore();
$last = $b->map($note('b1'));
$a->map($note('a2'))->ignore();
$state->complete(1);
$last->await();
suspend();

echo "-- one coroutine\n";
$workers = [];
$state = new FutureState;
$root = new Future($state);
for ($i = 0; $i < 3; $i++) {
    $root->map(function () use (&$workers) { $workers[] = current_coroutine(); })->map(function () use (&$workers) { $workers[] = current_coroutine(); })->ignore();
}
$state->complete(1);
suspend();
var_dump(count($workers), count(array_unique(array_map('spl_object_id', $workers))));
unset($workers);

echo "-- suspending callbacks run side by side\n";
$state = new FutureState;
$root = new Future($state);
$all = [];
foreach (['x', 'y', 'z'] as $name) {
    $all[] = $root->map(function () use ($name) {
        echo "$name begins\n";
        suspend();
        echo "$name ends\n";
    })->map($note("$name child"));
}
$all[] = $root->map($note('at once'));
$state->complete(1);
foreach ($all as $future) {
    $future->await();
}
?>
--EXPECT--
-- breadth first
a
b
a1
a2
b1
a1x
-- one coroutine
int(6)
int(1)
-- suspending callbacks run side by side
x begins
x ends
y begins
z begins
y ends
at once
x child
y child
z ends
z child
