--TEST--
C-92b: runtime_stats()
--EXTENSIONS--
async
--INI--
async.stack_size=256K
--FILE--
<?php
use Async\Scope;
use function Async\{delay, runtime_stats, spawn, suspend};

$cold = runtime_stats();
var_dump(array_filter($cold), count(array_filter($cold, is_int(...))));
echo implode(' ', array_keys($cold)), "\n";

for ($i = 0; $i < 5; $i++) spawn(function () { suspend(); });
$s = runtime_stats();
var_dump($s['coroutines_total'], $s['coroutines_active'], $s['coroutine_queue'], $s['resumed_queue']);
suspend();
$s = runtime_stats();
var_dump($s['coroutines_total'], $s['coroutine_queue'], $s['resumed_queue'], $s['fiber_pool_capacity'], $s['fiber_pool_count']);
suspend();
$s = runtime_stats();
var_dump($s['coroutines_total'], $s['coroutine_queue'], $s['fiber_pool_capacity'], $s['fiber_pool_count']);
var_dump($s['fiber_pool_virtual_bytes'] === $s['fiber_pool_count'] * $s['fiber_stack_size'], $s['microtasks_queue']);

$scope = Scope::inherit();
$scope->spawn(suspend(...));
suspend();
$scope->cancel();
$s = runtime_stats();
var_dump($s['coroutines_total'], $s['coroutines_active']);       // the zombie is not active
?>
--EXPECT--
array(2) {
  ["fiber_pool_min"]=>
  int(4)
  ["fiber_stack_size"]=>
  int(262144)
}
int(10)
coroutines_total coroutines_active microtasks_queue coroutine_queue resumed_queue fiber_pool_count fiber_pool_capacity fiber_pool_min fiber_stack_size fiber_pool_virtual_bytes
int(6)
int(6)
int(5)
int(0)
int(6)
int(5)
int(5)
int(5)
int(0)
int(1)
int(0)
int(5)
int(5)
bool(true)
int(0)
int(2)
int(1)
