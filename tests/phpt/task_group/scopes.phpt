--TEST--
TG-2, TG-18: tasks run in a child of the current scope, or right in the one given
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, Scope, TaskGroup};
use function Async\{await, current_context, suspend};

current_context()->set('name', 'main');
$tell = function () { echo current_context()->findLocal('name') ?? 'nothing', ' / ', current_context()->find('name'), "\n"; };
$group = new TaskGroup;
$group->spawn($tell);
$group->all()->await();

$scope = new Scope;
await($scope->spawn(fn() => current_context()->set('name', 'given')));
$group = new TaskGroup(scope: $scope);
$group->spawn($tell);
$group->all()->await();
unset($scope);
echo "-- a temporary scope stays\n";
$group->spawn($tell);
$group->all()->await();
$group = new TaskGroup(scope: new Scope);
$group->spawn(fn() => suspend());
echo count($group->all()->await()), "\n";

echo "-- the parent is cancelled\n";
$parent = new Scope;
$group = null;
$parent->spawn(function () use (&$group) {
    $group = new TaskGroup;
    $group->spawn(function () {
        try {
            while (true) suspend();
        } catch (AsyncCancellation $e) {
            echo $e->getMessage(), "\n";
        }
    });
    suspend();
});
suspend();
suspend();
$parent->cancel(new AsyncCancellation('parent goes'));
$group->close();
$group->awaitCompletion();
try {
    $late = new TaskGroup(scope: $parent);
} catch (AsyncException $e) {
    echo $e->getMessage(), "\n";
}
$closed = new Scope;
$group = new TaskGroup(scope: $closed);
$closed->dispose();
try {
    $group->spawn($tell);
} catch (AsyncException $e) {
    echo $e->getMessage(), "\n";
}
var_dump(count($group));
?>
--EXPECT--
nothing / main
given / given
-- a temporary scope stays
given / given
1
-- the parent is cancelled
parent goes
Cannot use a disposed Scope for TaskGroup
Cannot spawn a coroutine in a closed scope
int(0)
