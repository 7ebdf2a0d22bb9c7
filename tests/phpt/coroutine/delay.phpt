--TEST--
C-87, C-90, IO-104: delays end in the order of their deadlines, equal ones in the order they began
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

foreach ([600, 200, 400, 200] as $i => $ms) {
    spawn(function () use ($ms, $i) { delay($ms); echo "$i after $ms\n"; });
}
spawn(function () { delay(0); echo "delay(0) is suspend()\n"; });
spawn(function () { usleep(1); echo "usleep\n"; });
try { delay(-1); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
$c = spawn(fn() => delay(1000000));
suspend();
$c->cancel();
?>
--EXPECTF--
Async\delay(): Argument #1 ($ms) must be greater than or equal to 0
delay(0) is suspend()
usleep
1 after 200
3 after 200
2 after 400
0 after 600
