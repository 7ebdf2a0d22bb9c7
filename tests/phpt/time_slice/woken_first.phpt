--TEST--
D-12, IO-5: timers reach a coroutine beside ones that only compute, and all of them come to their end (any order)
--INI--
async.time_slice=2
--FILE--
<?php
use function Async\{await_all_or_fail, delay, spawn};

$ticks = 0;
$hog = function () use (&$ticks) {
    while ($ticks < 10) {
    }
    return 'hog';
};
$ticker = function () use (&$ticks) {
    while ($ticks < 10) {
        delay(1);
        $ticks++;
    }
    return 'ticker';
};
echo implode(' ', await_all_or_fail([spawn($hog), spawn($hog), spawn($hog), spawn($ticker)])), "\n";
?>
--EXPECT--
hog hog hog ticker
