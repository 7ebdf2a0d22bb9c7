--TEST--
C-236: without light guards there is a cap, and a clear exception beyond it (any order)
--EXTENSIONS--
async
--INI--
async.stack_guards=mapped
memory_limit=-1
async.stack_size=64K
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$cap = 0;
set_exception_handler(function (\Throwable $e) { echo preg_replace('/\d+/', 'N', $e->getMessage()), "\n"; });
for ($i = 0; $i < 100000; $i++) spawn(fn() => delay(1000000));
suspend();
?>
--EXPECTF--
Cannot start the coroutine: this kernel allows N coroutine stacks and N are in use (Linux N.N lifts the limit; or raise vm.max_map_count)
