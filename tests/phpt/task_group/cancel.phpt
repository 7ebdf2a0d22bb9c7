--TEST--
TG-17, TG-18, CH-32: cancel() and dispose()
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel, ChannelException, Scope, TaskGroup};
use function Async\{suspend};

$task = function (string $name) {
    echo "$name begins\n";
    try {
        while (true) suspend();
    } catch (AsyncCancellation $e) {
        echo "$name: ", $e->getMessage(), "\n";
        suspend();
        throw $e;
    }
};
$state = fn(TaskGroup $g) => json_encode(['closed' => $g->isClosed(), 'finished' => $g->isFinished(), 'count' => count($g), 'results' => $g->getResults()]) . "\n";
foreach ([null, new AsyncCancellation('given')] as $cancellation) {
    echo "-- cancel\n";
    $group = new TaskGroup(1, scope: new Scope);
    $group->spawnWithKey('running', $task, 'running');
    $group->spawnWithKey('queued', $task, 'queued');
    suspend();
    $group->cancel($cancellation);
    echo $state($group);
    $group->awaitCompletion();
    echo $state($group);
    foreach ($group->getErrors() as $key => $error) {
        echo "$key => ", get_class($error), ' ', $error->getMessage(), ' ', var_export($error === $cancellation, true), "\n";
    }
}
echo "-- cancel after close; a task that has not started; an idle group\n";
$group = new TaskGroup;
$group->spawn($task, 'never');
$group->close();
$group->cancel();
$group->awaitCompletion();
echo $state($group);
$group = new TaskGroup;
$group->cancel();
$group->cancel();
echo $state($group);

echo "-- dispose\n";
$group = new TaskGroup(scope: new Scope);
$group->spawn($task, 'disposed');
suspend();
$group->dispose();
echo $state($group);
$group->close();
$group->awaitCompletion();
echo get_class($group->getErrors()[0]), "\n";

echo "-- dispose keeps the queue; channels of the scope are closed\n";
$group = new TaskGroup(4, scope: new Scope);
$channel = null;
$group->spawn(function () use (&$channel) {
    $channel = new Channel;
    try {
        while (true) suspend();
    } catch (AsyncCancellation $e) {
        echo 'owner: ', $e->getMessage(), "\n";
    }
});
for ($i = 1; $i <= 4; $i++) {
    $group->spawn(function () use (&$channel, $i) {
        try {
            $channel->recv();
        } catch (ChannelException $e) {
            echo "$i: ", $e->reason->name, "\n";
        }
    });
}
suspend();
$group->dispose();
$group->close();
$group->awaitCompletion();

echo "-- a safe scope spares what has started\n";
foreach (['cancel', 'dispose'] as $method) {
    $group = new TaskGroup(2);
    $group->spawn(function () { suspend(); suspend(); echo "runs on\n"; return 'well'; });
    suspend();
    $group->spawn(fn() => print("never\n"));
    $group->$method();
    $group->close();
    $group->awaitCompletion();
    echo json_encode($group->getResults()), ' ', get_class($group->getErrors()[1]), "\n";
}
?>
--EXPECT--
-- cancel
running begins
{"closed":true,"finished":false,"count":2,"results":[]}
running: TaskGroup cancelled
{"closed":true,"finished":true,"count":2,"results":[]}
running => Async\AsyncCancellation TaskGroup cancelled false
queued => Async\AsyncCancellation TaskGroup cancelled false
-- cancel
running begins
{"closed":true,"finished":false,"count":2,"results":[]}
running: given
{"closed":true,"finished":true,"count":2,"results":[]}
running => Async\AsyncCancellation given true
queued => Async\AsyncCancellation given true
-- cancel after close; a task that has not started; an idle group
{"closed":true,"finished":true,"count":1,"results":[]}
{"closed":true,"finished":true,"count":0,"results":[]}
-- dispose
disposed begins
{"closed":false,"finished":false,"count":1,"results":[]}
disposed: Scope is being disposed due to TaskGroup disposal
Async\AsyncCancellation
-- dispose keeps the queue; channels of the scope are closed
owner: Scope is being disposed due to TaskGroup disposal
1: SCOPE_DISPOSED
2: SCOPE_DISPOSED
3: SCOPE_DISPOSED
4: SCOPE_DISPOSED
-- a safe scope spares what has started
runs on
["well"] Async\AsyncCancellation
runs on
["well"] Async\AsyncCancellation
