--TEST--
TG-6, TG-7, TG-8, X-6: the limit, the queue, and waiting for a place in it
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, TaskGroup};
use function Async\{await, spawn, suspend};

echo "-- concurrency 1, queue of 2\n";
$group = new TaskGroup(1);
$task = function (int $n) {
    echo "task $n begins\n";
    suspend();
    echo "task $n ends\n";
};
for ($n = 1; $n <= 5; $n++) {
    $group->spawn($task, $n);
    echo "spawned $n\n";
}
$group->all()->await();

echo "-- the limit is never exceeded, and reached\n";
foreach ([[3, null], [3, 0], [2, 1], [0, 1]] as [$concurrency, $queue]) {
    $active = $most = 0;
    $group = new TaskGroup($concurrency, $queue);
    for ($i = 0; $i < 12; $i++) {
        $group->spawn(function () use (&$active, &$most) {
            $most = max($most, ++$active);
            for ($i = 0; $i < 20; $i++) suspend();
            --$active;
        });
    }
    $group->all()->await();
    echo "$concurrency: $most\n";
}
echo "-- spawners in order; one that is cancelled adds nothing and passes its place on\n";
$group = new TaskGroup(1, 1);
$group->spawn(fn() => suspend());
$group->spawn(fn() => 1);
$spawners = [];
foreach (['a', 'b', 'c'] as $key) {
    $spawners[$key] = spawn(function () use ($group, $key) {
        try {
            $group->spawnWithKey($key, function () use ($key) { echo "$key runs\n"; });
            echo "$key is in\n";
        } catch (AsyncCancellation $e) {
            echo "$key: ", $e->getMessage(), "\n";
        }
    });
}
suspend();
$spawners['a']->cancel();
foreach ($spawners as $spawner) await($spawner);
$group->all()->await();
echo implode(',', array_keys($group->getResults())), "\n";

echo "-- closed or cancelled meanwhile; the key taken meanwhile\n";
foreach (['close', 'cancel', 'taken'] as $what) {
    $group = new TaskGroup(1, 1);
    $group->spawn(fn() => suspend());
    $group->spawn(fn() => 1);
    $spawner = spawn(function () use ($group) {
        try {
            $group->spawnWithKey('k', fn() => 1);
        } catch (AsyncException $e) {
            echo $e->getMessage(), "\n";
        }
    });
    if ($what === 'taken') {
        foreach ([2, 3] as $n) {
            $spawner = spawn(function () use ($group, $n) {
                try {
                    $group->spawnWithKey('k', fn() => $n);
                } catch (AsyncException $e) {
                    echo "$n: ", $e->getMessage(), "\n";
                }
            });
        }
        await($spawner);
    } else {
        suspend();
        $group->$what();
        await($spawner);
    }
    $group->close();
    $group->awaitCompletion();
}
?>
--EXPECT--
-- concurrency 1, queue of 2
spawned 1
spawned 2
spawned 3
task 1 begins
task 1 ends
task 2 begins
spawned 4
task 2 ends
task 3 begins
spawned 5
task 3 ends
task 4 begins
task 4 ends
task 5 begins
task 5 ends
-- the limit is never exceeded, and reached
3: 3
3: 3
2: 2
0: 12
-- spawners in order; one that is cancelled adds nothing and passes its place on
a: Coroutine cancelled
b is in
c is in
b runs
c runs
0,1,b,c
-- closed or cancelled meanwhile; the key taken meanwhile
Cannot spawn tasks on a closed TaskGroup
Cannot spawn tasks on a closed TaskGroup
2: Duplicate key "k" in TaskGroup
3: Duplicate key "k" in TaskGroup
