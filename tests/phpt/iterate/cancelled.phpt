--TEST--
IT-8: cancelling the caller cancels the scope of the iteration
--EXTENSIONS--
async
--FILE--
<?php
use Async\AsyncCancellation;
use function Async\{await, iterate, spawn, suspend};

$caller = spawn(function () {
    iterate([1, 2, 3], function ($v) {
        echo "begin $v\n";
        try {
            while (true) {
                suspend();
            }
        } catch (AsyncCancellation $e) {
            echo "$v: ", $e->getMessage(), "\n";
        }
    }, 2);
});
for ($i = 0; $i < 5; $i++) suspend();
$caller->cancel(new AsyncCancellation('enough'));
try {
    await($caller);
} catch (AsyncCancellation $e) {
    echo 'caller: ', $e->getMessage(), "\n";
}
for ($i = 0; $i < 5; $i++) suspend();
echo "-- a worker that waits for its turn in the iterator\n";
$caller = spawn(function () {
    iterate((function () { yield 1; echo "inside\n"; while (true) suspend(); })(), function ($v) { echo "callback\n"; }, 3);
});
for ($i = 0; $i < 5; $i++) suspend();
$caller->cancel();
try {
    await($caller);
} catch (AsyncCancellation $e) {
    echo 'caller: ', $e->getMessage(), "\n";
}
?>
--EXPECT--
begin 1
begin 2
1: enough
2: enough
caller: enough
-- a worker that waits for its turn in the iterator
inside
caller: Coroutine cancelled
