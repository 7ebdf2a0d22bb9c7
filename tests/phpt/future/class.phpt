--TEST--
FU-1, X-1: Future and FutureState are final, cannot be cloned, serialized or given properties (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Completable, Future, FutureState};

$state = new FutureState;
$state->ignore();
$future = new Future($state);
foreach ([$state, $future] as $object) {
    $class = get_class($object);
    $reflection = new ReflectionClass($class);
    echo $class, ' final: ', var_export($reflection->isFinal(), true), "\n";
    foreach (['clone' => fn() => clone $object, 'serialize' => fn() => serialize($object), 'property' => fn() => $object->x = 1] as $what => $do) {
        try {
            $do();
            echo "$what works\n";
        } catch (Throwable $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
    try {
        $object === $state ? $state->__construct() : $future->__construct($state);
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump($future instanceof Completable, $state instanceof Completable);
var_dump($future);
foreach ([[], [new stdClass]] as $arguments) {
    try {
        new Future(...$arguments);
    } catch (TypeError $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECTF--
Async\FutureState final: true
Error: Trying to clone an uncloneable object of class Async\FutureState
Exception: Serialization of 'Async\FutureState' is not allowed
Error: Cannot create dynamic property Async\FutureState::$x
Cannot call constructor twice
Async\Future final: true
Error: Trying to clone an uncloneable object of class Async\Future
Exception: Serialization of 'Async\Future' is not allowed
Error: Cannot create dynamic property Async\Future::$x
Cannot call constructor twice
bool(true)
bool(false)
object(Async\Future)#%d (0) {
}
ArgumentCountError: Async\Future::__construct() expects exactly 1 argument, 0 given
TypeError: Async\Future::__construct(): Argument #1 ($state) must be of type Async\FutureState, stdClass given
