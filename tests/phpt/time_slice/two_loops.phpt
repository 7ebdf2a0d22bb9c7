--TEST--
D-12: with a time slice, loops that never suspend run side by side (any order)
--INI--
async.time_slice=2
--FILE--
<?php
use function Async\{await_all_or_fail, spawn};

// Each waits in a busy loop for what the other does: without slices the first would never end.
$turn = 0;
$play = function (int $me) use (&$turn) {
    for ($round = 0; $round < 5; $round++) {
        while ($turn < 2 * $round + $me) {
        }
        echo $me, ' ';
        $turn++;
    }
};
await_all_or_fail([spawn($play, 0), spawn($play, 1)]);
echo "\ndone\n";
?>
--EXPECT--
0 1 0 1 0 1 0 1 0 1 
done
