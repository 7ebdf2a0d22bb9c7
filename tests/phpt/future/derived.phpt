--TEST--
FU-10, FU-11, FU-12: what map(), catch() and finally() make of an outcome
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{spawn, suspend};

$show = function (string $what, Future $future) {
    try {
        echo "$what: " . json_encode($future->await()) . "\n";
    } catch (Throwable $e) {
        for ($chain = []; $e; $e = $e->getPrevious()) {
            $chain[] = get_class($e) . '(' . $e->getMessage() . ')';
        }
        echo "$what throws ", implode(' < ', $chain), "\n";
    }
};
foreach (['value' => fn() => Future::completed(10), 'error' => fn() => Future::failed(new DomainException('source'))] as $kind => $make) {
    echo "-- $kind\n";
    $show('map', $make()->map(fn($v) => $v + 1));
    $show('map without a result', $make()->map(function () { echo "called\n"; }));
    $show('map throws', $make()->map(fn() => throw new LogicException('E')));
    $show('catch', $make()->catch(fn($e) => 'handled ' . $e->getMessage()));
    $show('catch throws', $make()->catch(fn() => throw new LogicException('E')));
    $show('finally', $make()->finally(function ($x) { echo 'finally ', is_object($x) ? get_class($x) : $x, "\n"; return 'discarded'; }));
    $show('finally throws', $make()->finally(fn() => throw new LogicException('E')));
}
echo "-- results are not flattened\n";
$inner = Future::completed('inner');
var_dump($inner->map(fn() => $inner)->await() === $inner);

echo "-- callables\n";
class Shape {
    public function name($v) { return __METHOD__ . " $v"; }
    public static function make($v) { return __METHOD__ . " $v"; }
    private function hidden($v) { return __METHOD__ . " $v"; }
    public function __call($name, $args) { return "__call $name $args[0]"; }
    public function inside(Future $f) { return $f->map([$this, 'hidden']); }
}
$one = Future::completed(1);
foreach (['strval', [new Shape, 'name'], 'Shape::make', [new Shape, 'missing'], strlen(...)] as $callable) {
    $show('callable', $one->map($callable));
}
$show('callable', (new Shape)->inside($one));
foreach (['map', 'catch', 'finally'] as $method) {
    foreach (['no such function', 5, new stdClass, null] as $wrong) {
        try {
            $one->$method($wrong);
        } catch (TypeError $e) {
            echo $e->getMessage(), "\n";
        }
    }
}
echo "-- never inside the registering call\n";
$one->map(function () { echo "callback\n"; })->ignore();
$one->map(function () { echo "callback in call order\n"; })->ignore();
spawn(function () { echo "spawned later\n"; });
echo "registered\n";
suspend();
?>
--EXPECT--
-- value
map: 11
called
map without a result: null
map throws throws LogicException(E)
catch: 10
catch throws: 10
finally 10
finally: 10
finally throws throws LogicException(E)
-- error
map throws DomainException(source)
map without a result throws DomainException(source)
map throws throws DomainException(source)
catch: "handled source"
catch throws throws LogicException(E)
finally DomainException
finally throws DomainException(source)
finally throws throws LogicException(E) < DomainException(source)
-- results are not flattened
bool(true)
-- callables
callable: "1"
callable: "Shape::name 1"
callable: "Shape::make 1"
callable: "__call missing 1"
callable: 1
callable: "Shape::hidden 1"
Async\Future::map(): Argument #1 ($map) must be of type callable, string given
Async\Future::map(): Argument #1 ($map) must be of type callable, int given
Async\Future::map(): Argument #1 ($map) must be of type callable, stdClass given
Async\Future::map(): Argument #1 ($map) must be of type callable, null given
Async\Future::catch(): Argument #1 ($catch) must be of type callable, string given
Async\Future::catch(): Argument #1 ($catch) must be of type callable, int given
Async\Future::catch(): Argument #1 ($catch) must be of type callable, stdClass given
Async\Future::catch(): Argument #1 ($catch) must be of type callable, null given
Async\Future::finally(): Argument #1 ($finally) must be of type callable, string given
Async\Future::finally(): Argument #1 ($finally) must be of type callable, int given
Async\Future::finally(): Argument #1 ($finally) must be of type callable, stdClass given
Async\Future::finally(): Argument #1 ($finally) must be of type callable, null given
-- never inside the registering call
registered
callback
callback in call order
spawned later
