--TEST--
SY-60, SY-61: counting, waiting for zero, bounds
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, WaitGroup};
use function Async\{await, spawn, suspend, timeout};

$group = new WaitGroup();
$group->wait();
for ($i = 3; $i > 0; $i--) {
    $group->add();
    spawn(function () use ($group, $i) {
        for ($k = 0; $k < $i; $k++) suspend();
        echo "job $i is done\n";
        $group->done();
    });
}
spawn(function () use ($group) { $group->wait(); echo "the other one as well\n"; });
echo count($group), "\n";
$group->wait();
echo "all done\n";
$group->add(2);
try {
    $group->wait(timeout(1));
} catch (Async\OperationCanceledException $e) {
    echo $e->getPrevious()->getMessage(), "\n";
}
foreach ([-3, PHP_INT_MIN, 2147483646, PHP_INT_MAX] as $delta) {
    try {
        $group->add($delta);
        echo "done\n";
    } catch (AsyncException $e) {
        echo $e->getMessage(), "\n";
    }
}
$group->add(-2);
try {
    $group->done();
} catch (AsyncException $e) {
    echo $e->getMessage(), ' ', count($group), "\n";
}
// Woken is woken.
$group->add();
$waiter = spawn(function () use ($group) { $group->wait(); echo "woken\n"; });
suspend();
$group->done();
$group->add();
await($waiter);
?>
--EXPECT--
3
job 1 is done
job 2 is done
job 3 is done
all done
the other one as well
Timeout occurred after 1 milliseconds
WaitGroup counter cannot become negative
WaitGroup counter cannot become negative
WaitGroup counter is too large
WaitGroup counter is too large
WaitGroup counter cannot become negative 0
woken
