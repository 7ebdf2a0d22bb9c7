--TEST--
C-25: a parent that suspends once per step alternates strictly with its two children
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

foreach ([1, 2] as $n) {
    spawn(function () use ($n) {
        for ($i = 0; $i < 3; $i++) {
            echo "child$n ";
            suspend();
        }
    });
}
for ($i = 0; $i < 3; $i++) {
    suspend();
    echo "parent\n";
}
?>
--EXPECTF--
child1 child2 parent
child1 child2 parent
child1 child2 parent
