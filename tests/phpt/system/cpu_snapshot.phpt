--TEST--
C-92c C-8 C-6: CpuSnapshot (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\CpuSnapshot;

$a = CpuSnapshot::now();
for ($i = 0, $x = 0; $i < 3000000; $i++) $x += $i;
$b = CpuSnapshot::now();
var_dump(array_keys(get_object_vars($a)));
var_dump($a->wallNs > 0, $b->wallNs > $a->wallNs, $b->processUserNs + $b->processSystemNs > $a->processUserNs + $a->processSystemNs);
var_dump($b->systemIdleNs >= $a->systemIdleNs, $b->systemBusyNs >= $a->systemBusyNs, $a->cpuCount >= 1);
if (is_readable('/proc/stat')) {
    var_dump($a->systemIdleNs > 0, $a->systemBusyNs > 0);
} else {
    var_dump(true, true);
}
foreach ([
    fn() => $a->wallNs = 1,
    fn() => $a->extra = 1,
    fn() => new CpuSnapshot(),
    fn() => serialize($a),
    fn() => CpuSnapshot::now(1),
] as $attempt) {
    try {
        $attempt();
        echo "no error\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
var_dump((new ReflectionClass($a))->isFinal(), Async\get_coroutines());
?>
--EXPECTF--
array(6) {
  [0]=>
  string(6) "wallNs"
  [1]=>
  string(13) "processUserNs"
  [2]=>
  string(15) "processSystemNs"
  [3]=>
  string(12) "systemIdleNs"
  [4]=>
  string(12) "systemBusyNs"
  [5]=>
  string(8) "cpuCount"
}
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
Error: Cannot modify readonly property Async\CpuSnapshot::$wallNs
Error: Cannot create dynamic property Async\CpuSnapshot::$extra
Error: Call to private Async\CpuSnapshot::__construct() from %s
Exception: Serialization of 'Async\CpuSnapshot' is not allowed
ArgumentCountError: Async\CpuSnapshot::now() expects exactly 0 arguments, 1 given
bool(true)
array(0) {
}
