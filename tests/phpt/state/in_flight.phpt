--TEST--
C-160, C-210, C-215, IO-32: an exception in flight while finally blocks and destructors suspend is seen by its coroutine only
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

$finally = function (string $n) {
    try {
        try {
            throw new Exception("thrown by $n");
        } finally {
            suspend();
            echo "$n: finally\n";
            suspend();
        }
    } catch (Exception $e) {
        echo "$n: ", $e->getMessage(), ', ', $e->getPrevious() ? 'chained' : 'alone', "\n";
    }
};
class Slow
{
    public function __construct(private string $name) {}
    public function __destruct() {
        suspend();
        try { throw new Exception('inner'); } catch (Exception) { echo "$this->name: destroyed\n"; }
        // Its Fibers switch as ever, although the engine blocks them inside destructors that a collection or an exception calls.
        suspend();
    }
}
$destructor = function (string $n) {
    try {
        (function () use ($n) { $slow = new Slow($n); throw new Exception("thrown beside $n"); })();
    } catch (Exception $e) {
        echo "$n: ", $e->getMessage(), ', ', $e->getPrevious() ? 'chained' : 'alone', "\n";
    }
};
$fiber = function (string $n) {
    $fiber = new Fiber(function () { $x = Fiber::suspend('started'); return $x . ' and ended'; });
    $text = "$n: " . $fiber->start();
    $fiber->resume('resumed');
    echo "$text, ", $fiber->getReturn(), "\n";
};
foreach ([$finally, $destructor] as $body) {
    $all = [spawn($body, 'A'), spawn($body, 'B'), spawn($fiber, 'F')];
    foreach ($all as $one) await($one);
}
?>
--EXPECT--
A: finally
B: finally
A: thrown by A, alone
B: thrown by B, alone
F: started, resumed and ended
A: destroyed
B: destroyed
A: thrown beside A, alone
B: thrown beside B, alone
F: started, resumed and ended
