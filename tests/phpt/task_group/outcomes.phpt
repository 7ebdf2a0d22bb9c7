--TEST--
TG-9, TG-10, TG-11, TG-12, TG-13: all(), race(), any(), results and errors
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncException, CompositeException, Future, TaskGroup};
use function Async\{await, spawn, suspend};

$show = function (string $what, Future|Closure $future) {
    try {
        if ($future instanceof Closure) $future = $future();
        echo "$what: " . json_encode($future->await()) . "\n";
    } catch (CompositeException $e) {
        echo "$what: composite of " . implode(', ', array_map(fn($e) => $e->getMessage(), $e->getExceptions())) . "\n";
    } catch (Exception $e) {
        echo "$what: " . get_class($e) . ' ' . $e->getMessage() . "\n";
    }
};
$ok = fn($v, $turns = 0) => function () use ($v, $turns) { while ($turns--) suspend(); return $v; };
$bad = fn($m, $turns = 0) => function () use ($m, $turns) { while ($turns--) suspend(); throw new DomainException($m); };

echo "-- empty\n";
$group = new TaskGroup;
$show('all', $group->all());
$show('race', fn() => $group->race());
$show('any', fn() => $group->any());

echo "-- pending, all well\n";
$group->spawnWithKey('slow', $ok('S', 3));
$group->spawnWithKey('fast', $ok('F'));
$race = $group->race();
$any = $group->any();
$all = $group->all();
$show('all', $all);
$show('race', $race);
$show('any', $any);
$show('all again', $group->all());
$show('race again: the first added', $group->race());
$show('any again', $group->any());

echo "-- with errors\n";
$group = new TaskGroup;
$group->spawnWithKey('late', $ok('L', 2));
$group->spawnWithKey('e1', $bad('e1', 1));
$group->spawnWithKey('e0', $bad('e0'));
$show('race', $group->race());
$show('any', $group->any());
$show('all', $group->all());
$show('all without errors', $group->all(true));
$show('race again', $group->race());
echo json_encode([$group->getResults(), array_map(fn($e) => $e->getMessage(), $group->getErrors())]), "\n";
$group->spawn($bad('e2'));
$show('an open group settles again', $group->all());

echo "-- all failed\n";
$group = new TaskGroup;
$group->spawn($bad('x', 1));
$group->spawn($bad('y'));
$any = $group->any();
$show('any', $any);
$show('any again', $group->any());
$show('all', $group->all(true));

echo "-- a dropped future is warned about and out of the way\n";
$group = new TaskGroup;
$group->spawn($ok(1));
$group->race();
$group->all()->ignore();
$group->any()->map(function ($v) { echo "mapped $v\n"; })->ignore();
suspend();
suspend();
?>
--EXPECTF--
-- empty
all: []
race: Async\AsyncException Cannot race on an empty TaskGroup
any: Async\AsyncException Cannot call any() on an empty TaskGroup
-- pending, all well
all: {"slow":"S","fast":"F"}
race: "F"
any: "F"
all again: {"slow":"S","fast":"F"}
race again: the first added: "S"
any again: "S"
-- with errors
race: DomainException e0
any: "L"
all: composite of e1, e0
all without errors: {"late":"L"}
race again: "L"
[{"late":"L"},{"e1":"e1","e0":"e0"}]
an open group settles again: composite of e1, e0, e2
-- all failed
any: composite of x, y
any again: composite of x, y
all: []
-- a dropped future is warned about and out of the way

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at %soutcomes.php:63 in Unknown on line 0
mapped 1
