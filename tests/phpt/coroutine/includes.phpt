--TEST--
C-164, C-166: include in coroutines
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$file = __DIR__ . '/includes.inc.' . getmypid();
file_put_contents($file, '<?php function included_function() { return "declared"; } Async\suspend(); return "returned";');
$c = spawn(fn() => include $file);
$d = spawn(fn() => include_once $file);
var_dump(@include '/no/such/file');
var_dump(await($c), included_function(), await($d));
unlink($file);
?>
--EXPECTF--
bool(false)
string(8) "returned"
string(8) "declared"
bool(true)
