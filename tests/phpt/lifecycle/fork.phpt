--TEST--
C-158, IO-63: pcntl_fork() is refused beside other coroutines, started or not, and from one (any order)
--EXTENSIONS--
async
pcntl
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$try = function (string $where) {
    try {
        if (pcntl_fork() === 0) exit;
        echo "$where: forked\n";
    } catch (Throwable $e) {
        echo "$where: ", get_class($e), ': ', $e->getMessage(), "\n";
    }
};
$sleeper = spawn(fn() => delay(1000000));
$try('beside one that has not started');
suspend();
$try('beside one that waits');
$sleeper->cancel();
suspend();
await(spawn($try, 'from a coroutine'));
$fiber = new Fiber($try);
$fiber->start('from a Fiber');
?>
--EXPECT--
beside one that has not started: Error: Cannot fork() while coroutines other than the main one are running. fork() is only allowed when just the main coroutine is active.
beside one that waits: Error: Cannot fork() while coroutines other than the main one are running. fork() is only allowed when just the main coroutine is active.
from a coroutine: Error: Cannot fork() while coroutines other than the main one are running. fork() is only allowed when just the main coroutine is active.
from a Fiber: Error: Cannot fork() while coroutines other than the main one are running. fork() is only allowed when just the main coroutine is active.
