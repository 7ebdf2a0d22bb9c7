--TEST--
C-10: cancellations in generators, fibers, finally with return, iterators and internal calls (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\AsyncCancellation;

function numbers() {
    try {
        while (true) yield 1;
    } catch (Exception) {
        echo "wrong\n";
    } catch (AsyncCancellation $e) {
        yield 'caught ' . $e->getMessage();
    } finally {
        echo "generator finally\n";
    }
}
$g = numbers();
$g->current();
echo $g->throw(new AsyncCancellation('in generator')), "\n";
$g->next();
var_dump($g->valid());

$outer = (function () { yield from numbers(); })();
$outer->current();
echo $outer->throw(new AsyncCancellation('through yield from')), "\n";
unset($outer);

$fiber = new Fiber(function () {
    try {
        Fiber::suspend();
    } catch (Cancellation $e) {
        throw new AsyncCancellation('out', 0, $e);
    }
});
$fiber->start();
try {
    $fiber->throw(new Cancellation('into fiber'));
} catch (Cancellation $e) {
    echo $e->getMessage(), ' < ', $e->getPrevious()->getMessage(), "\n";
}

function swallowed() { try { throw new Cancellation(); } finally { return 'finally wins'; } }
echo swallowed(), "\n";

foreach ([
    fn() => array_map(fn($x) => throw new Cancellation("map $x"), [1, 2]),
    function () { $list = [3, 1, 2]; usort($list, fn() => throw new Cancellation('sort')); },
    fn() => iterator_to_array((function () { yield 1; throw new Cancellation('iterate'); })()),
    fn() => (function () { static $x; return $x ??= throw new Cancellation('coalesce'); })(),
    fn() => new DateTime(new class { public function __toString(): string { throw new Cancellation('to string'); } }),
    fn() => class_exists('NoSuchClass'),
    fn() => NoSuchClass::call(),
    fn() => unserialize('O:5:"Wakes":0:{}'),
    fn() => preg_replace_callback('/./', fn() => throw new Cancellation('regex'), 'ab'),
    fn() => ob_start(fn() => '') && ob_end_clean() && throw new Cancellation('after output'),
    fn() => eval('throw new Cancellation("eval");'),
    fn() => match (true) { default => throw new Cancellation('match') },
] as $call) {
    spl_autoload_register($loader = fn($class) => throw new Cancellation("autoload $class"));
    try {
        $call();
        echo "nothing thrown\n";
    } catch (Cancellation $e) {
        echo get_class($e), ' ', $e->getMessage(), "\n";
    } finally {
        spl_autoload_unregister($loader);
    }
}
class Wakes { public function __wakeup() { throw new Cancellation('wakeup'); } }
?>
--EXPECT--
caught in generator
generator finally
bool(false)
caught through yield from
generator finally
out < into fiber
finally wins
Cancellation map 1
Cancellation sort
Cancellation iterate
Cancellation coalesce
Cancellation to string
Cancellation autoload NoSuchClass
Cancellation autoload NoSuchClass
Cancellation wakeup
Cancellation regex
Cancellation after output
Cancellation eval
Cancellation match
