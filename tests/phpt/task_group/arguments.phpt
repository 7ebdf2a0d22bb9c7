--TEST--
TG-1, TG-2, TG-22: construction, class flags, and what is refused
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Scope, TaskGroup, TaskSet};
use function Async\{spawn, suspend};

$gone = new Scope;
$gone->spawn(function () {});
$gone->cancel();
suspend();
foreach ([TaskGroup::class, TaskSet::class] as $class) {
    foreach ([[-1], [4294967296], [1, -1], [null, 4294967296], [1, 1, $gone], ['x']] as $arguments) {
        try {
            new $class(...$arguments);
            echo "works\n";
        } catch (Throwable $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
    new $class(null, null, null);
    new $class(4294967295, 4294967295);
    $group = new $class;
    foreach ([
        fn() => clone $group, fn() => serialize($group), fn() => $group->x = 1, fn() => $group->getIterator(),
        fn() => $group->__construct(), fn() => $group->spawn('no such function'), fn() => $group->finally('strlen'),
        function () use ($group) { foreach ($group as &$x); },
    ] as $do) {
        try {
            $do();
            echo "works\n";
        } catch (Throwable $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
    var_dump($group->isFinished(), $group->isClosed(), count($group));
}
?>
--EXPECT--
ValueError: Async\TaskGroup::__construct(): Argument #1 ($concurrency) must be between 0 and 4294967295
ValueError: Async\TaskGroup::__construct(): Argument #1 ($concurrency) must be between 0 and 4294967295
ValueError: Async\TaskGroup::__construct(): Argument #2 ($queueLimit) must be between 0 and 4294967295
ValueError: Async\TaskGroup::__construct(): Argument #2 ($queueLimit) must be between 0 and 4294967295
Async\AsyncException: Cannot use a disposed Scope for TaskGroup
TypeError: Async\TaskGroup::__construct(): Argument #1 ($concurrency) must be of type ?int, string given
Error: Trying to clone an uncloneable object of class Async\TaskGroup
Exception: Serialization of 'Async\TaskGroup' is not allowed
Error: Cannot create dynamic property Async\TaskGroup::$x
Error: An object of class Async\TaskGroup is not a traversable object in an invalid state
Error: Cannot call constructor twice
TypeError: Async\TaskGroup::spawn(): Argument #1 ($task) must be a valid callback, function "no such function" not found or invalid function name
TypeError: Async\TaskGroup::finally(): Argument #1 ($callback) must be of type Closure, string given
Error: Cannot iterate TaskGroup by reference
bool(true)
bool(false)
int(0)
ValueError: Async\TaskSet::__construct(): Argument #1 ($concurrency) must be between 0 and 4294967295
ValueError: Async\TaskSet::__construct(): Argument #1 ($concurrency) must be between 0 and 4294967295
ValueError: Async\TaskSet::__construct(): Argument #2 ($queueLimit) must be between 0 and 4294967295
ValueError: Async\TaskSet::__construct(): Argument #2 ($queueLimit) must be between 0 and 4294967295
Async\AsyncException: Cannot use a disposed Scope for TaskGroup
TypeError: Async\TaskSet::__construct(): Argument #1 ($concurrency) must be of type ?int, string given
Error: Trying to clone an uncloneable object of class Async\TaskSet
Exception: Serialization of 'Async\TaskSet' is not allowed
Error: Cannot create dynamic property Async\TaskSet::$x
Error: An object of class Async\TaskSet is not a traversable object in an invalid state
Error: Cannot call constructor twice
TypeError: Async\TaskSet::spawn(): Argument #1 ($task) must be a valid callback, function "no such function" not found or invalid function name
TypeError: Async\TaskSet::finally(): Argument #1 ($callback) must be of type Closure, string given
Error: Cannot iterate TaskGroup by reference
bool(true)
bool(false)
int(0)
