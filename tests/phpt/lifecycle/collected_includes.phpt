--TEST--
C-165, C-214: the symbol table an included file shares with its includer is visited once while both are parked (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

$inner = __DIR__ . '/collected_includes_inner.inc';
file_put_contents($inner, '<?php $mine = new stdClass; $mine->self = $mine; $mine->name = "inner"; Async\suspend(); Async\suspend(); echo $mine->name, " ", $outer->name, "\n";');
$outer = __DIR__ . '/collected_includes_outer.inc';
file_put_contents($outer, '<?php include $path;');
$coroutine = spawn(function () use ($inner, $outer) {
    $path = $inner;
    $file = $outer;
    $outer = new stdClass;
    $outer->self = $outer;
    $outer->name = 'outer';
    $compact = get_defined_vars();
    unset($compact);
    include $file;
    echo $mine->name, "\n";
});
suspend();
for ($i = 0; $i < 3; $i++) {
    gc_collect_cycles();
    suspend();
}
await($coroutine);
echo "alive\n";
?>
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/collected_includes_*.inc'));
?>
--EXPECT--
inner outer
inner
alive
