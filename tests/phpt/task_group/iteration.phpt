--TEST--
TG-21, X-1: foreach in the order of insertion
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, TaskGroup};
use function Async\{await, spawn, suspend};

$group = new TaskGroup;
$group->spawnWithKey('slow', function () { for ($i = 0; $i < 4; $i++) suspend(); echo "slow ends\n"; return 's'; });
$group->spawnWithKey('fast', function () { echo "fast ends\n"; return 'f'; });
$group->spawnWithKey('bad', fn() => throw new DomainException('b'));
$group->close();
$show = function (TaskGroup $group) {
    foreach ($group as $key => [$result, $error]) {
        echo "$key: ", $error ? get_class($error) . ' ' . $error->getMessage() : $result, "\n";
    }
};
$show($group);
echo "-- again, from the beginning\n";
$show($group);

echo "-- an open group waits for more\n";
$group = new TaskGroup;
$group->spawn(fn() => 'one');
$reader = spawn($show, $group);
for ($i = 0; $i < 3; $i++) suspend();
echo "waiting\n";
$group->spawn(fn() => 'two');
for ($i = 0; $i < 3; $i++) suspend();
$group->close();
await($reader);

echo "-- tasks added from inside; break\n";
$group = new TaskGroup;
$group->spawn(fn() => 1);
foreach ($group as $key => [$result]) {
    echo "$key: $result\n";
    if ($result === 3) break;
    $group->spawn(fn() => $result + 1);
}
echo "-- empty and closed\n";
$group = new TaskGroup;
$group->close();
foreach ($group as $x) echo "never\n";

echo "-- the reader is cancelled\n";
$group = new TaskGroup;
$reader = spawn(function () use ($group) {
    try {
        foreach ($group as $x);
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
suspend();
$reader->cancel();
await($reader);
?>
--EXPECT--
fast ends
slow ends
slow: s
fast: f
bad: DomainException b
-- again, from the beginning
slow: s
fast: f
bad: DomainException b
-- an open group waits for more
0: one
waiting
1: two
-- tasks added from inside; break
0: 1
1: 2
2: 3
-- empty and closed
-- the reader is cancelled
Coroutine cancelled
