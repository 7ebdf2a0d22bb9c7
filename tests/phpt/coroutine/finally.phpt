--TEST--
C-26, C-42, C-59, C-72, C-73: finally handlers run in order, before the awaiters; at once on a finished coroutine
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(fn() => 'result');
$c->finally(function (Async\Coroutine $x) use (&$c) { echo "one ", var_export($x === $c, true), "\n"; suspend(); echo "one ends\n"; });
$c->finally(function () { echo "two\n"; });
var_dump(await($c));
delay(50);
$c->finally(function (Async\Coroutine $x) { echo "late ", $x->getResult(), "\n"; });
try { $c->finally('no such function'); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECTF--
one true
two
string(6) "result"
one ends
late result
Async\Coroutine::finally(): Argument #1 ($callback) argument must be callable
