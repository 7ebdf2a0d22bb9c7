--TEST--
TR-3, TR-10, TR-11: closures carry what they have captured and their object; those that would declare something are refused (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\ThreadChannel;

class Counter {
    public $count = 0;
    public $closure;
    static function name() { return static::class; }
    function make() { return function () { return [$this, ++$this->count, static::class]; }; }
    function method($x) { return $x . $this->count; }
}
class Special extends Counter {}
$channel = new ThreadChannel;
function cross(mixed $value): mixed {
    global $channel;
    $channel->send($value);
    return $channel->recv();
}
function refused(Closure $closure) {
    try {
        cross($closure);
        echo "crossed\n";
    } catch (Error $e) {
        echo str_replace(__DIR__ . DIRECTORY_SEPARATOR, '', $e->getMessage()), "\n";
    }
}

$box = new Counter;
$closure = function () use ($box) { return ++$box->count; };
$copy = cross($closure);
var_dump($copy(), $copy(), $closure(), $box->count);

[$a, $b, $object] = cross([fn() => $box, function () use ($box) { return $box; }, $box]);
var_dump($a() === $b(), $a() === $object, $a() === $box);

$special = new Special;
$special->closure = $special->make();
$copy = cross($special->closure);
[$self, $count, $class] = $copy();
var_dump($self !== $special, $self->closure === $copy, $count, $class, $special->count);

var_dump(cross($special->method(...))('x'), cross(Special::name(...))(), cross(strtoupper(...))('up'), cross(Closure::fromCallable('strrev'))('abc'));
$counting = function () { static $n = 0; return ++$n; };
$counting();
$copy = cross($counting);
var_dump(is_int($copy()), $counting());
var_dump(cross(fn($x) => fn($y) => $x + $y)(1)(2));

$x = 1;
refused(function () use (&$x) {});
refused(function () { function declared() {} });
refused(function () { return new class {}; });
refused(fn() => function () { class Declared {} });
refused((new class { function make() { return fn() => 1; } })->make());
?>
--EXPECTF--
int(1)
int(2)
int(1)
int(1)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
int(1)
string(7) "Special"
int(0)
string(2) "x0"
string(7) "Special"
string(2) "UP"
string(3) "cba"
bool(true)
int(2)
int(3)
Cannot transfer a reference between threads
Cannot transfer closure to another thread: illegal function declaration at %s:%d
Cannot transfer closure to another thread: illegal class declaration at %s:%d
Cannot transfer closure to another thread: illegal class declaration at %s:%d
Cannot transfer a closure scoped to an anonymous class between threads
