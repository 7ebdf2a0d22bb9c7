<?php
use Async\{CompositeException, TaskGroup, TaskSet};
use function Async\iterate;

function fetch(string $page, int $ms): string
{
    usleep($ms * 1000);    // any blocking call that is cooperative
    return strtoupper($page);
}

// All results by key; at most two at a time.
$group = new TaskGroup(concurrency: 2);
$group->spawnWithKey('home', fetch(...), 'home', 20);
$group->spawnWithKey('news', fetch(...), 'news', 5);
$group->spawnWithKey('about', fetch(...), 'about', 5);
echo json_encode($group->all()->await()), "\n";

// The first that succeeds.
$mirrors = new TaskGroup();
$mirrors->spawn(fn () => throw new RuntimeException('mirror 1 is down'));
$mirrors->spawn(fetch(...), 'mirror 2', 5);
echo $mirrors->any()->await(), "\n";
$mirrors->cancel();

// Errors stay in the group until somebody looks.
$group = new TaskGroup();
$group->spawn(fn () => 'fine');
$group->spawn(fn () => throw new RuntimeException('broken'));
try {
    $group->all()->await();
} catch (CompositeException $e) {
    echo count($e->getExceptions()), ' of ', count($group), " failed\n";
}

// Outcomes in the order in which they come; each leaves the set.
$set = new TaskSet(concurrency: 2);
$set->spawn(fetch(...), 'slow', 40);
$set->spawn(fetch(...), 'fast', 5);
while (count($set) > 0) {
    echo $set->joinNext()->await(), ', left ', count($set), "\n";
}

// The same without a group, for anything one can iterate.
iterate(['a' => 3, 'b' => 2, 'c' => 1], function (int $steps, string $name): void {
    usleep($steps * 10_000);
    echo "$name ";
}, concurrency: 3);
echo "\n";
