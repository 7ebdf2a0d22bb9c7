--TEST--
D-12: who was preempted can be cancelled; finally runs, also in a nested call (any order)
--INI--
async.time_slice=2
--FILE--
<?php
use function Async\{await, delay, spawn};

function spin(): never
{
    try {
        $GLOBALS['spins'] = true;
        while (true) {
        }
    } finally {
        echo "left the loop\n";
    }
}

$hog = spawn(function () {
    try {
        array_map(fn () => spin(), [1]);
    } finally {
        echo "left the coroutine\n";
    }
});
while (!isset($spins)) {
    delay(1);
}
$hog->cancel(new Async\AsyncCancellation('enough'));
try {
    await($hog);
} catch (Async\AsyncCancellation $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
?>
--EXPECT--
left the loop
left the coroutine
Async\AsyncCancellation: enough
