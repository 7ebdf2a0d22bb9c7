--TEST--
C-5, C-6, C-7, C-50, C-51: the class Coroutine itself (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(fn() => 1);
var_dump($c instanceof Async\Completable, $c instanceof Async\Awaitable, (new ReflectionClass($c))->isFinal());
var_dump($c->getId() === spl_object_id($c), $c->asHiPriority() === $c);
foreach ([fn() => new Async\Coroutine, fn() => clone $c, fn() => serialize($c), function () use ($c) { $c->x = 1; }] as $bad) {
    try { $bad(); } catch (\Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}
var_dump($c);
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
Error: Cannot directly construct Async\Coroutine, use Async\spawn() instead
Error: Trying to clone an uncloneable object of class Async\Coroutine
Exception: Serialization of 'Async\Coroutine' is not allowed
Error: Cannot create dynamic property Async\Coroutine::$x
object(Async\Coroutine)#%d (0) {
}
