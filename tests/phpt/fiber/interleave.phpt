--TEST--
C-170, C-171: each step of a Fiber takes its turn in the queue; for its caller nothing changes
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn};

$work = function (string $name) {
    $fiber = new Fiber(function (string $argument) use ($name) {
        echo "$name step 1 with $argument\n";
        $got = Fiber::suspend('first');
        echo "$name step 2 with $got\n";
        try {
            Fiber::suspend('second');
        } catch (Exception $e) {
            echo "$name step 3 with ", $e->getMessage(), "\n";
        }
        return 'result';
    });
    var_dump($fiber->isStarted());
    echo "$name: " . $fiber->start('argument') . "\n";
    var_dump($fiber->isSuspended(), $fiber->isRunning());
    echo "$name: " . $fiber->resume('value') . "\n";
    echo "$name: " . var_export($fiber->throw(new Exception('error')), true) . ' ' . $fiber->getReturn() . "\n";
    var_dump($fiber->isTerminated());
    foreach (['resume', 'start'] as $method) {
        try { $fiber->$method(); } catch (FiberError $e) { echo $e->getMessage(), "\n"; }
    }
};
$a = spawn($work, 'A');
$b = spawn($work, 'B');
await($a);
await($b);

$fiber = new Fiber(fn() => throw new LogicException('to the resumer'));
try { $fiber->start(); } catch (LogicException $e) { echo $e->getMessage(), "\n"; }
try { $fiber->getReturn(); } catch (FiberError $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
bool(false)
bool(false)
A step 1 with argument
B step 1 with argument
A: first
bool(true)
bool(false)
B: first
bool(true)
bool(false)
A step 2 with value
B step 2 with value
A: second
B: second
A step 3 with error
B step 3 with error
A: NULL result
bool(true)
Cannot resume a fiber that is not suspended
Cannot start a fiber that has already been started
B: NULL result
bool(true)
Cannot resume a fiber that is not suspended
Cannot start a fiber that has already been started
to the resumer
Cannot get fiber return value: The fiber threw an exception
