--TEST--
C-25, C-160: tick functions may suspend; one that waits is not entered again, and ticks go on afterwards
--EXTENSIONS--
async
--FILE--
<?php
declare(ticks=1);
use function Async\{await, spawn, suspend};

$ticks = 0;
register_tick_function($tick = function () use (&$ticks) {
    $ticks++;
    if ($ticks <= 4) suspend();
});
$a = spawn(function () { $x = 1; echo "A1\n"; $x = 2; echo "A2\n"; });
$b = spawn(function () { $x = 1; echo "B1\n"; });
await($a);
await($b);
$before = $ticks;
$x = 1;
$x = 2;
unregister_tick_function($tick);
var_dump($before > 4, $ticks - $before >= 2);
?>
--EXPECT--
A1
A2
B1
bool(true)
bool(true)
