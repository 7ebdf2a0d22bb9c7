--TEST--
C-230: on stacks of the engine everything works the same (any order)
--EXTENSIONS--
async
--INI--
async.stack_guards=engine
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$all = [];
for ($i = 0; $i < 50; $i++) $all[] = spawn(function () use ($i) { suspend(); delay(1); return $i; });
echo array_sum(array_map(fn($c) => await($c), $all)), "\n";
$f = new Fiber(function () { echo await(spawn(fn() => 'in a fiber')), "\n"; Fiber::suspend(); });
$f->start();
?>
--EXPECTF--
1225
in a fiber
