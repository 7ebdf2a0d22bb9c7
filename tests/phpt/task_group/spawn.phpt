--TEST--
TG-3, TG-4, TG-5, TG-6, TG-19, X-7: keys, arguments, states (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\TaskGroup;
use function Async\{get_coroutines, suspend};

$try = function (Closure $body) {
    try {
        $body();
        echo "works\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
};
$group = new TaskGroup;
var_dump(count(get_coroutines()));
$group->spawn(function () { echo "starts later\n"; return 'a'; });
var_dump(count(get_coroutines()), $group->isFinished(), count($group));
$group->spawn(fn(...$args) => $args, 1, name: 2);
$group->spawnWithKey('key', fn() => null);
$group->spawnWithKey('7', fn() => 'numeric');
$group->spawn(fn() => 'eight');
$group->spawnWithKey(-5, fn() => 'negative', );
$group->spawn(fn() => 'nine');
$try(fn() => $group->spawnWithKey('key', fn() => 1));
$try(fn() => $group->spawnWithKey(7, fn() => 1));
$try(fn() => $group->spawnWithKey("0", fn() => 1));
$group->spawn('strtoupper', 'x');
echo json_encode($group->all()->await()), "\n";
var_dump($group->isFinished(), $group->isClosed(), count($group));
$try(fn() => $group->awaitCompletion());
$group->spawn(fn() => suspend());
$group->close();
$group->close();
$try(fn() => $group->spawn(fn() => 1));
$group->awaitCompletion();
$try(fn() => $group->spawn(fn() => 1));
$try(fn() => $group->spawnWithKey('k', fn() => 1));
$group->awaitCompletion();
$top = new TaskGroup;
$top->spawnWithKey(PHP_INT_MAX, fn() => 1);
$try(fn() => $top->spawn(fn() => 1));
?>
--EXPECT--
int(0)
int(2)
bool(false)
int(1)
Async\AsyncException: Duplicate key "key" in TaskGroup
Async\AsyncException: Duplicate key 7 in TaskGroup
Async\AsyncException: Duplicate key 0 in TaskGroup
starts later
{"0":"a","1":{"0":1,"name":2},"key":null,"7":"numeric","8":"eight","-5":"negative","9":"nine","10":"X"}
bool(true)
bool(false)
int(8)
Async\AsyncException: TaskGroup must be closed before calling awaitCompletion()
Async\AsyncException: Cannot spawn tasks on a closed TaskGroup
Async\AsyncException: Cannot spawn tasks on a completed TaskGroup
Async\AsyncException: Cannot spawn tasks on a completed TaskGroup
Async\AsyncException: Duplicate key 9223372036854775807 in TaskGroup
