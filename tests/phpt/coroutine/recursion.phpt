--TEST--
C-149: deep recursion with suspensions inside (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

function dive(int $n): int {
    if ($n === 0) return 0;
    if ($n % 100 === 0) suspend();
    return 1 + dive($n - 1);
}
$all = [];
for ($i = 0; $i < 5; $i++) $all[] = spawn('dive', 1000);
foreach ($all as $c) echo await($c), "\n";
?>
--EXPECTF--
1000
1000
1000
1000
1000
