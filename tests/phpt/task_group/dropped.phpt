--TEST--
TG-24, TG-18: a group whose variable is gone lives as long as its tasks run, what was queued included, and goes with the last one
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, Scope, TaskGroup, TaskSet};
use function Async\{await, spawn, suspend};

foreach ([TaskGroup::class, TaskSet::class] as $class) {
    $gate = new Channel;
    $make = function () use ($class, $gate) {
        $group = new $class(concurrency: 1, queueLimit: 0);
        foreach (['a', 'b', 'c'] as $name) {
            $group->spawn(function () use ($name, $gate) {
                $gate->recv();
                echo "$name goes on\n";
            });
        }
        return WeakReference::create($group);
    };
    $weak = $make();
    suspend();
    gc_collect_cycles();
    for ($i = 0; $i < 3; ++$i) {
        var_dump($weak->get() !== null);
        $gate->send(1);
        suspend();
    }
    suspend();
    var_dump($weak->get());
}

// Held by a task only, and by its own finally callback.
$scope = new Scope;
$group = new TaskGroup(scope: $scope);
$group->spawn(fn() => suspend());
$group->finally(function (TaskGroup $group) { echo 'finally: ', count($group), "\n"; });
$group->close();
$weak = WeakReference::create($group);
unset($group);
suspend();
suspend();
suspend();
suspend();
var_dump($weak->get());
?>
--EXPECT--
bool(true)
a goes on
bool(true)
b goes on
bool(true)
c goes on
NULL
bool(true)
a goes on
bool(true)
b goes on
bool(true)
c goes on
NULL
finally: 1
NULL
