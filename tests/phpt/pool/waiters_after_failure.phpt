--TEST--
PO-6, PO-8, PO-9: capacity that a failure sets free goes to a waiter
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;
use function Async\{await_all, spawn, suspend};

$failures = 1;
$made = 0;
$pool = new Pool(function () use (&$failures, &$made) {
    suspend();
    if ($failures-- > 0) throw new RuntimeException('factory failed');
    return ++$made;
}, max: 1);
$work = function (string $name) use (&$pool) {
    try {
        $r = $pool->acquire();
        echo "$name has $r\n";
        $pool->release($r);
    } catch (RuntimeException $e) {
        echo "$name: ", $e->getMessage(), "\n";
    }
};
await_all([spawn($work, 'A'), spawn($work, 'B'), spawn($work, 'C')]);

$bad = true;
$pool = new Pool(fn () => ++$made, function () use (&$bad) { if ($bad) throw new RuntimeException('destructor failed'); },
    beforeAcquire: function () use (&$bad) { return !$bad; }, max: 1);
$r = $pool->acquire();
$all = [spawn($work, 'A'), spawn($work, 'B')];
suspend();
$pool->release($r);
await_all($all);
$bad = false;
?>
--EXPECT--
A: factory failed
B has 1
C has 1
A: destructor failed
B has 2
