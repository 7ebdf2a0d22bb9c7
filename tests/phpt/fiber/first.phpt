--TEST--
C-173, C-20: a Fiber comes first and spawns: what it spawned runs before its starter goes on; collections stay synchronous until then
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{get_coroutines, spawn};

$garbage = function () { $a = new stdClass; $a->self = $a; };
$fiber = new Fiber(function () use ($garbage) {
    $garbage();
    var_dump(gc_collect_cycles());
    Fiber::suspend();
    spawn(function () { echo "spawned inside\n"; });
    echo "fiber suspends\n";
    Fiber::suspend();
});
$fiber->start();
$garbage();
var_dump(gc_collect_cycles());
$fiber->resume();
echo "starter goes on\n";
$garbage();
var_dump(gc_collect_cycles());
?>
--EXPECT--
int(1)
int(1)
fiber suspends
spawned inside
starter goes on
int(0)
