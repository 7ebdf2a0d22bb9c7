--TEST--
C-172: what waits inside a Fiber waits for the scheduler; its resumer stays parked and nobody else can resume it
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$fiber = new Fiber(function () use (&$other) {
    echo "fiber runs\n";
    suspend();
    echo "after suspend()\n";
    delay(1);
    echo "after delay()\n";
    echo await(spawn(fn() => 'awaited inside')), "\n";
    return Fiber::suspend('to the resumer');
});
spawn(function () use ($fiber) {
    suspend();
    try { $fiber->resume(); } catch (FiberError $e) { echo $e->getMessage(), "\n"; }
    try { $fiber->throw(new Exception('x')); } catch (FiberError $e) { echo $e->getMessage(), "\n"; }
    echo "others run\n";
});
echo $fiber->start(), "\n";
$fiber->resume('done');
echo $fiber->getReturn(), "\n";
?>
--EXPECT--
fiber runs
Cannot resume a not yielded fiber
Cannot resume a not yielded fiber
others run
after suspend()
after delay()
awaited inside
to the resumer
done
