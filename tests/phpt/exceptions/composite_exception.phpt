--TEST--
C-13: CompositeException collects Throwables in order (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\CompositeException;

$composite = new CompositeException('several', 4, new Error('cause'));
var_dump($composite->getExceptions());
echo $composite->getMessage(), $composite->getCode(), $composite->getPrevious()->getMessage(), "\n";

$first = new Exception('a');
$composite->addException($first);
$before = $composite->getExceptions();
$composite->addException(new Cancellation('b'));
$composite->addException(new TypeError('c'));
$composite->addException($first);
var_dump(array_keys($composite->getExceptions()), count($before), $composite->getExceptions()[3] === $first);
foreach ($composite->getExceptions() as $e) echo get_class($e), ' ', $e->getMessage(), "\n";

foreach ([null, 'text', new stdClass()] as $wrong) {
    try {
        $composite->addException($wrong);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump(count($composite->getExceptions()));

// Itself: a circle the cycle collector has to find.
$composite->addException($composite);
$weak = WeakReference::create($composite);
unset($composite, $e, $first, $before);
gc_collect_cycles();
var_dump($weak->get());

$unserialized = unserialize('O:24:"Async\CompositeException":0:{}');
var_dump($unserialized->getExceptions());
$unserialized->addException(new Exception('later'));
$copy = unserialize(serialize($unserialized));
echo $copy->getExceptions()[0]->getMessage(), "\n";

?>
--EXPECT--
array(0) {
}
several4cause
array(4) {
  [0]=>
  int(0)
  [1]=>
  int(1)
  [2]=>
  int(2)
  [3]=>
  int(3)
}
int(1)
bool(true)
Exception a
Cancellation b
TypeError c
Exception a
Async\CompositeException::addException(): Argument #1 ($exception) must be of type Throwable, null given
Async\CompositeException::addException(): Argument #1 ($exception) must be of type Throwable, string given
Async\CompositeException::addException(): Argument #1 ($exception) must be of type Throwable, stdClass given
int(4)
NULL
array(0) {
}
later
