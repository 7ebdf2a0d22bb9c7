--TEST--
C-92a C-92d C-92e: cpu_usage(), loadavg(), available_parallelism() (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{available_parallelism, cpu_usage, loadavg};

$first = cpu_usage();
var_dump(array_keys($first), $first['process_cores'], $first['process_percent'], $first['system_percent'], $first['interval_sec']);
var_dump($first['cpu_count'] >= 1, $first['loadavg'] === null || count(array_filter($first['loadavg'], is_float(...))) === 3);

for ($i = 0, $x = 0; $i < 3000000; $i++) $x += $i;
$second = cpu_usage();
$tolerant = fn(float $a, float $b) => abs($a - $b) < 1e-6 * max(1, abs($a), abs($b));
var_dump($second['process_cores'] > 0, $second['interval_sec'] > 0);
var_dump($tolerant($second['process_percent'], $second['process_cores'] / $second['cpu_count'] * 100));
var_dump($second['system_percent'] >= 0.0 && $second['system_percent'] <= 100.0);

$load = loadavg();
var_dump($load === null || (array_is_list($load) && count($load) === 3 && min($load) >= 0.0));

$n = available_parallelism();
var_dump($n >= 1, $n === available_parallelism(), $n <= $first['cpu_count']);
foreach (['cpu_usage', 'loadavg', 'available_parallelism', 'runtime_stats'] as $function) {
    try {
        ("Async\\$function")(1);
    } catch (ArgumentCountError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
array(6) {
  [0]=>
  string(13) "process_cores"
  [1]=>
  string(15) "process_percent"
  [2]=>
  string(14) "system_percent"
  [3]=>
  string(9) "cpu_count"
  [4]=>
  string(12) "interval_sec"
  [5]=>
  string(7) "loadavg"
}
float(0)
float(0)
float(0)
float(0)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
Async\cpu_usage() expects exactly 0 arguments, 1 given
Async\loadavg() expects exactly 0 arguments, 1 given
Async\available_parallelism() expects exactly 0 arguments, 1 given
Async\runtime_stats() expects exactly 0 arguments, 1 given
