--TEST--
C-20, C-21, C-91: nothing starts by itself; the first spawn() makes the script the main coroutine (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

var_dump(get_coroutines());
try {
    current_coroutine();
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
timeout(10);
var_dump(protect(fn() => 'plain call'), count(get_coroutines()));
$c = spawn(fn() => null);
var_dump(count(get_coroutines()), get_coroutines()[1] === $c, get_coroutines()[0] === current_coroutine());
var_dump(current_coroutine()->getId() === spl_object_id(current_coroutine()), current_coroutine()->isStarted());
await($c);
var_dump(count(get_coroutines()));
?>
--EXPECTF--
array(0) {
}
The current coroutine is not defined
string(10) "plain call"
int(0)
int(2)
bool(true)
bool(true)
bool(true)
bool(true)
int(1)
