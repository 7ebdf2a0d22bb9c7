--TEST--
C-80, C-81: any callable, arguments by value, bad input refused (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

class Talker {
    public function __call($name, $args) { return "$name(" . implode(',', $args) . ")"; }
    public static function __callStatic($name, $args) { return "static $name(" . implode(',', $args) . ")"; }
    public function method($x) { return "method $x"; }
    public function __invoke() { return 'invoked'; }
}
$o = new Talker;
var_dump(await(spawn([$o, 'method'], 1)), await(spawn([$o, 'magic'], 1, 2)), await(spawn('Talker::magic', 3)),
    await(spawn([new Talker, 'magic'])), await(spawn($o)), await(spawn('strrev', 'abc')), await(spawn($o->method(...), 7)),
    await(spawn(fn(...$args) => $args, 1, a: 2)));
$x = 1;
$c = spawn(function ($v) { return $v; }, $x);
$x = 2;
var_dump(await($c));
foreach ([fn() => spawn('no such function'), fn() => spawn(), fn() => spawn(fn(int $i) => 1, 'text')] as $bad) {
    try { await($bad()); } catch (TypeError $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}
?>
--EXPECTF--
string(8) "method 1"
string(10) "magic(1,2)"
string(15) "static magic(3)"
string(7) "magic()"
string(7) "invoked"
string(3) "cba"
string(8) "method 7"
array(2) {
  [0]=>
  int(1)
  ["a"]=>
  int(2)
}
int(1)
TypeError: Async\spawn(): Argument #1 ($task) must be a valid callback, function "no such function" not found or invalid function name
ArgumentCountError: Async\spawn() expects at least 1 argument, 0 given
TypeError: {closure%S}(): Argument #1 ($i) must be of type int, string given
