--TEST--
TS-1, TS-2, TS-3, TS-4, TS-6, TS-7: what has been delivered leaves the set
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncException, CompositeException, Future, TaskSet};
use function Async\{spawn, suspend};

$show = function (string $what, Future|Closure $future, TaskSet $set) {
    try {
        if ($future instanceof Closure) $future = $future();
        $text = json_encode($future->await());
    } catch (CompositeException $e) {
        $text = 'composite of ' . implode(', ', array_map(fn($e) => $e->getMessage(), $e->getExceptions()));
    } catch (Exception $e) {
        $text = get_class($e) . ' ' . $e->getMessage();
    }
    echo "$what: $text, left ", count($set), "\n";
};
$ok = fn($v, $turns = 0) => function () use ($v, $turns) { while ($turns--) suspend(); return $v; };
$bad = fn($m, $turns = 0) => function () use ($m, $turns) { while ($turns--) suspend(); throw new DomainException($m); };

echo "-- empty\n";
$set = new TaskSet;
$show('joinNext', fn() => $set->joinNext(), $set);
$show('joinAny', fn() => $set->joinAny(), $set);
$show('joinAll', fn() => $set->joinAll(), $set);

echo "-- joinNext\n";
$set->spawn($ok('a', 2));
$set->spawn($bad('b'));
$set->spawn($ok('c'));
$first = $set->joinNext();
$second = $set->joinNext();
$show('first', $first, $set);
$show('second', $second, $set);
$show('third', $set->joinNext(), $set);
$show('fourth', fn() => $set->joinNext(), $set);
$set->spawn($ok('x'));
$set->spawn($ok('y'));
suspend();
$show('ready', $set->joinNext(), $set);
$show('ready', $set->joinNext(), $set);

echo "-- joinAny\n";
$set->spawn($bad('e'));
$set->spawn($ok('v', 1));
$set->spawn($ok('w', 2));
$show('deferred', $set->joinAny(), $set);
suspend();
suspend();
$show('ready', $set->joinAny(), $set);
$show('only errors', $set->joinAny(), $set);

echo "-- joinAll\n";
$set = new TaskSet;
$set->spawnWithKey('k', $ok('v', 1));
$set->spawn($ok('w'));
$show('deferred', $set->joinAll(), $set);
$set->spawnWithKey('k', $ok('the key again'));
$set->spawn($bad('e'));
$show('errors', $set->joinAll(), $set);
$set->spawn($bad('dropped'));
$set->spawn($ok('auto keys grow'));
$show('ignored', $set->joinAll(true), $set);
$set->finally(function ($s) { echo 'finally, left ', count($s), "\n"; });
$set->close();
$show('closed', $set->joinAll(), $set);
foreach ([fn() => $set->spawn($ok(1)), fn() => (new TaskSet)->awaitCompletion()] as $do) {
    try {
        $do();
    } catch (AsyncException $e) {
        echo $e->getMessage(), "\n";
    }
}
suspend();
echo "-- more calls than tasks\n";
$set = new TaskSet;
$set->spawn($ok(1));
$first = $set->joinNext();
$second = $set->joinNext();
$set->close();
$show('first', $first, $set);
$show('second', $second, $set);
?>
--EXPECT--
-- empty
joinNext: Async\AsyncException Cannot race on an empty TaskGroup, left 0
joinAny: Async\AsyncException Cannot call any() on an empty TaskGroup, left 0
joinAll: [], left 0
-- joinNext
first: DomainException b, left 1
second: "c", left 1
third: "a", left 0
fourth: Async\AsyncException Cannot race on an empty TaskGroup, left 0
ready: "x", left 1
ready: "y", left 0
-- joinAny
deferred: "v", left 2
ready: "w", left 1
only errors: composite of e, left 1
-- joinAll
deferred: {"k":"v","0":"w"}, left 0
errors: composite of e, left 0
ignored: {"3":"auto keys grow"}, left 0
closed: [], left 0
Cannot spawn tasks on a completed TaskGroup
TaskGroup must be closed before calling awaitCompletion()
finally, left 0
-- more calls than tasks
first: 1, left 0
second: Async\AsyncException Cannot race on an empty TaskGroup, left 0
