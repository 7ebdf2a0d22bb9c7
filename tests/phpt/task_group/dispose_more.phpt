--TEST--
TG-18: what is queued in a disposed group still starts; in a safe scope what has started runs on
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Scope, TaskGroup};
use function Async\{await, delay, spawn, suspend};

$task = fn(string $name) => function () use ($name) {
    try {
        echo "$name begins\n";
        suspend();
        suspend();
        echo "$name goes on\n";
        return $name;
    } catch (AsyncCancellation $e) {
        echo "$name: ", $e->getMessage(), "\n";
        throw $e;
    }
};

echo "-- inherited: safe\n";
$group = new TaskGroup(concurrency: 1);
$group->spawn($task('started'));
$group->spawn($task('queued'));
suspend();
$group->dispose();
var_dump($group->isClosed(), $group->isFinished());
while (!$group->isFinished()) suspend();
echo json_encode($group->getResults()), "\n";
foreach ($group->getErrors() as $key => $error) echo $key, ': ', $error->getMessage(), "\n";

echo "-- of one's own: not safe\n";
$group = new TaskGroup(concurrency: 1, scope: new Scope);
$group->spawn($task('started'));
$group->spawn($task('queued'));
suspend();
$group->dispose();
var_dump($group->isClosed(), $group->isFinished());
while (!$group->isFinished()) suspend();
foreach ($group->getErrors() as $key => $error) echo $key, ': ', get_class($error), ' ', $error->getMessage(), "\n";

echo "-- the same scope disposed by somebody else\n";
$scope = new Scope;
$group = new TaskGroup(concurrency: 1, scope: $scope);
$group->spawn($task('started'));
$group->spawn($task('queued'));
suspend();
$scope->dispose();
while (!$group->isFinished()) suspend();
foreach ($group->getErrors() as $key => $error) echo $key, ': ', get_class($error), "\n";
?>
--EXPECT--
-- inherited: safe
started begins
bool(false)
bool(false)
started goes on
queued begins
queued goes on
["started","queued"]
-- of one's own: not safe
started begins
bool(false)
bool(false)
started: Scope is being disposed due to TaskGroup disposal
queued begins
queued goes on
0: Async\AsyncCancellation Scope is being disposed due to TaskGroup disposal
-- the same scope disposed by somebody else
started begins
started: Scope was cancelled
queued begins
queued goes on
0: Async\AsyncCancellation
