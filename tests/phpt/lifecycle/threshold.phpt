--TEST--
C-213, C-212: explicit collections leave the threshold alone, and garbage in a coroutine that never suspends does not grow without bound (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{delay, spawn, suspend};

function garbage(int $count): void
{
    for ($i = 0; $i < $count; $i++) {
        $a = new stdClass;
        $b = new stdClass;
        $a->b = $b;
        $b->a = $a;
    }
}
spawn(fn() => 1);
// Explicit collections change nothing, also when there is nothing.
gc_collect_cycles();
suspend();
gc_collect_cycles();
suspend();
var_dump(gc_status()['threshold']);

$before = memory_get_usage();
garbage(400000);
var_dump(memory_get_usage() - $before < 50 << 20);
?>
--EXPECT--
int(10001)
bool(true)
