--TEST--
TG-15, TG-16, TG-19, TG-20, TG-23: the end of a group
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncException, CompositeException, Scope, TaskGroup};
use function Async\{await, await_all, spawn, suspend};

echo "-- finally: after who waits, only when closed\n";
$group = new TaskGroup;
$group->spawn(fn() => suspend());
$group->finally(function ($g) use ($group) { echo 'finally ', var_export($g === $group, true), ' ', count($g), "\n"; });
$group->finally(function () { echo "second\n"; });
$group->all()->await();
echo "open and settled\n";
suspend();
$group->close();
echo "closed\n";
suspend();
suspend();
$group->finally(function () { echo "at once\n"; });
try {
    $group->finally(fn() => throw new DomainException('passes through'));
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
$group = new TaskGroup;
$group->spawn(fn() => suspend());
$group->close();
$group->finally(function () { echo "callback\n"; });
$group->all()->await();
echo "the line after comes first\n";
suspend();

echo "-- closing an empty group\n";
$group = new TaskGroup;
$group->finally(function () { echo "completed\n"; });
$group->close();
suspend();
$group->awaitCompletion();

echo "-- callbacks that throw\n";
$scope = new Scope;
$scope->setChildScopeExceptionHandler(function ($scope, $coroutine, $e) {
    echo get_class($e), ': ', implode(', ', array_map(fn($e) => $e->getMessage(), $e->getExceptions())), "\n";
});
await($scope->spawn(function () {
    $group = new TaskGroup;
    $group->finally(fn() => throw new Exception('one'));
    $group->finally(fn() => throw new Exception('two'));
    $group->finally(function () { echo "three\n"; });
    $group->close();
}));
for ($i = 0; $i < 4; $i++) suspend();

echo "-- awaitCompletion never throws errors of tasks\n";
$group = new TaskGroup;
$group->spawn(fn() => throw new Exception('stays inside'));
$group->close();
$group->awaitCompletion();
echo count($group->getErrors()), "\n";

echo "-- awaiting the object\n";
$group = new TaskGroup;
$group->spawn(fn() => suspend());
var_dump(await_all([$group, new TaskGroup])[0], $group->isFinished());
var_dump(await_all([$group])[0]);

echo "-- the group lives as long as its tasks\n";
(function () {
    $group = new TaskGroup;
    $group->spawn(function () { suspend(); echo "still running\n"; });
    $group->close();
    $group->finally(function () { echo "and completed\n"; });
})();
for ($i = 0; $i < 4; $i++) suspend();
$coroutine = null;
$group = new TaskGroup(1);
$group->spawn(function () use (&$coroutine) { $coroutine = Async\current_coroutine(); suspend(); });
$group->spawn(fn() => 1);
$waiter = spawn(fn() => $group->all()->await());
spawn(function () use ($group) { $group->close(); $group->awaitCompletion(); });
suspend();
suspend();
foreach (Async\get_coroutines() as $c) foreach ($c->getAwaitingInfo() as $info) echo $info, "\n";
await($waiter);
?>
--EXPECT--
-- finally: after who waits, only when closed
open and settled
closed
finally true 1
second
at once
passes through
the line after comes first
callback
-- closing an empty group
completed
-- callbacks that throw
three
Async\CompositeException: one, two
-- awaitCompletion never throws errors of tasks
1
-- awaiting the object
array(2) {
  [0]=>
  NULL
  [1]=>
  NULL
}
bool(true)
array(1) {
  [0]=>
  NULL
}
-- the group lives as long as its tasks
still running
and completed
FutureState(pending)
TaskGroup(total=2, active=1)
