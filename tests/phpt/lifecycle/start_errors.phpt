--TEST--
C-22, C-20: inside a Fiber that is not ours the scheduler cannot be started; what does not start it works (any order)
--EXTENSIONS--
async
--INI--
async.hook_functions=0
--FILE--
<?php
use function Async\{await, current_coroutine, delay, get_coroutines, protect, runtime_stats, spawn, suspend, timeout};

$fiber = new Fiber(function () {
    $timeout = timeout(1);
    foreach ([fn() => spawn(fn() => 1), fn() => suspend(), fn() => delay(1), fn() => await($timeout)] as $use) {
        try { $use(); } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
    }
    var_dump(protect(fn() => 'protected'), get_coroutines(), runtime_stats()['coroutines_total']);
    try { current_coroutine(); } catch (Async\AsyncException $e) { echo $e->getMessage(), "\n"; }
});
$fiber->start();
var_dump(await(spawn(fn() => 'works outside')));
$fiber = new Fiber(function () {
    try { suspend(); } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
});
$fiber->start();
?>
--EXPECTF--
Async\AsyncException: The True Async Scheduler cannot be started from within a Fiber
Async\AsyncException: The True Async Scheduler cannot be started from within a Fiber
Async\AsyncException: The True Async Scheduler cannot be started from within a Fiber
Async\AsyncException: The True Async Scheduler cannot be started from within a Fiber
string(9) "protected"
array(0) {
}
int(0)
The current coroutine is not defined
string(13) "works outside"
