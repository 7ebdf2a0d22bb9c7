--TEST--
C-25, C-30, C-36: one FIFO queue; suspend() goes to its tail, and returns at once when nobody else can run
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

suspend();
echo "alone\n";
foreach (['A', 'B', 'C'] as $name) {
    spawn(function () use ($name) {
        for ($i = 1; $i <= 2; $i++) {
            echo "$name$i\n";
            if ($name === 'B' && $i === 1) {
                spawn(function () { echo "nested\n"; });
            }
            suspend();
        }
    });
}
echo "spawned\n";
suspend();
echo "main again\n";
?>
--EXPECTF--
alone
spawned
A1
B1
C1
main again
A2
nested
B2
C2
