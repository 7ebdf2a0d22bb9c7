--TEST--
IT-6: all callbacks end; what they spawned is cancelled or awaited
--EXTENSIONS--
async
--FILE--
<?php
use Async\AsyncCancellation;
use function Async\{iterate, spawn, suspend};

$child = function (int $v) {
    echo "child $v starts\n";
    try {
        for ($i = 0; $i < 5; $i++) {
            suspend();
        }
        echo "child $v ends\n";
    } catch (AsyncCancellation $e) {
        echo "child $v: ", $e->getMessage(), "\n";
        suspend();
        echo "child $v unwound\n";
    }
};
foreach ([true, false] as $cancel) {
    iterate([1, 2, 3], function ($v) use ($child) { spawn($child, $v); }, cancelPending: $cancel);
    echo "returned\n";
}
echo "-- a slow last callback is not cancelled\n";
iterate([1, 2], function ($v) {
    for ($i = 0; $i < $v * 3; $i++) {
        suspend();
    }
    echo "$v done\n";
});
?>
--EXPECT--
child 1 starts
child 2 starts
child 3 starts
child 1: Cancellation of pending coroutines after iterator completion
child 2: Cancellation of pending coroutines after iterator completion
child 3: Cancellation of pending coroutines after iterator completion
child 1 unwound
child 2 unwound
child 3 unwound
returned
child 1 starts
child 2 starts
child 3 starts
child 1 ends
child 2 ends
child 3 ends
returned
-- a slow last callback is not cancelled
1 done
2 done
