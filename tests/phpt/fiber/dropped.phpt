--TEST--
C-175, C-176, C-151, C-177: a dropped Fiber runs its finally blocks only; those left at the end are no deadlock (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn};

$make = fn(string $name) => new Fiber(function () use ($name) {
    try {
        Fiber::suspend();
        echo "never\n";
    } catch (Throwable $e) {
        echo "never\n";
    } finally {
        echo "$name: finally\n";
        try { Fiber::suspend(); } catch (FiberError $e) { echo $e->getMessage(), "\n"; }
    }
});
$fiber = $make('dropped');
$fiber->start();
$fiber = null;
echo "-- in a coroutine\n";
await(spawn(function () use ($make) {
    $fiber = $make('in a coroutine');
    $fiber->start();
}));
echo "-- no argument\n";
try { new Fiber; } catch (ArgumentCountError $e) { echo $e->getMessage(), "\n"; }
$left = $make('left');
$left->start();
$unstarted = $make('unstarted');
$running = spawn(function () use ($make) {
    $GLOBALS['left too'] = $make('left too');
    $GLOBALS['left too']->start();
});
echo "end\n";
?>
--EXPECT--
dropped: finally
Cannot suspend in a force-closed fiber
-- in a coroutine
in a coroutine: finally
Cannot suspend in a force-closed fiber
-- no argument
Fiber::__construct() expects exactly 1 argument, 0 given
end
left too: finally
Cannot suspend in a force-closed fiber
left: finally
Cannot suspend in a force-closed fiber
