--TEST--
D-12, C-159: after a fork slices end in the child as well as in the parent (any order)
--EXTENSIONS--
async
pcntl
posix
--INI--
async.time_slice=2
--FILE--
<?php
use function Async\{await, await_all, delay, spawn};

await(spawn(fn () => delay(1)));
$side_by_side = function (): string {
    $ticks = 0;
    await_all([
        spawn(function () use (&$ticks) {
            while ($ticks < 5) {
            }
        }),
        spawn(function () use (&$ticks) {
            while ($ticks < 5) {
                $ticks++;
                delay(1);
            }
        }),
    ]);
    return "$ticks ticks";
};
$child = pcntl_fork();
echo $child === 0 ? 'child: ' : '', $child === 0 ? $side_by_side() . "\n" : '';
if ($child === 0) {
    exit(3);
}
pcntl_waitpid($child, $status);
echo 'status ', pcntl_wexitstatus($status), "\nparent: ", $side_by_side(), "\n";
?>
--EXPECT--
child: 5 ticks
status 3
parent: 5 ticks
