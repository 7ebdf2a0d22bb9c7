--TEST--
C-174: getCoroutine(), and cancelling the coroutine of a Fiber
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, suspend};

$fiber = new Fiber(function () { Fiber::suspend(); });
var_dump($fiber->getCoroutine());
$fiber->start();
$coroutine = $fiber->getCoroutine();
var_dump($coroutine instanceof Async\Coroutine, $coroutine->isSuspended(), $coroutine === $fiber->getCoroutine());
$fiber->resume();
suspend();
var_dump($fiber->getCoroutine() === $coroutine, $coroutine->isCompleted());

echo "-- cancelled while suspended\n";
$fiber = new Fiber(function () {
    try {
        Fiber::suspend();
    } catch (Cancellation $e) {
        echo 'unwound with: ', $e->getMessage(), "\n";
        throw $e;
    } finally {
        echo "finally\n";
    }
});
$fiber->start();
$fiber->getCoroutine()->cancel(new Async\AsyncCancellation('enough'));
echo "not yet\n";
suspend();
var_dump($fiber->isTerminated());
try { $fiber->resume(); } catch (FiberError $e) { echo $e->getMessage(), "\n"; }

echo "-- cancelled and resumed at once\n";
$fiber = new Fiber(function () {
    try { Fiber::suspend(); } finally { echo "finally\n"; }
    echo "never\n";
});
$fiber->start();
$fiber->getCoroutine()->cancel();
try { $fiber->resume(); } catch (FiberError | Cancellation $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }

echo "-- it throws something else instead\n";
$fiber = new Fiber(function () {
    try { Fiber::suspend(); } finally { throw new Exception('instead'); }
});
$fiber->start();
$fiber->getCoroutine()->cancel();
try { $fiber->resume(); } catch (Exception $e) { echo $e->getMessage(), ' <- ', get_class($e->getPrevious()), "\n"; }

echo "-- it takes it and goes on\n";
$fiber = new Fiber(function () {
    try { Fiber::suspend(); } catch (Cancellation) { echo "taken\n"; }
    echo Fiber::suspend('again'), "\n";
});
$fiber->start();
$fiber->getCoroutine()->cancel();
suspend();
$fiber->resume('resumed');

echo "-- and nobody is there to be told\n";
$fiber = new Fiber(function () {
    try { Fiber::suspend(); } finally { throw new Exception('nobody resumes'); }
});
$fiber->start();
$fiber->getCoroutine()->cancel();
try { suspend(); } finally { suspend(); }
?>
--EXPECTF--
NULL
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
-- cancelled while suspended
not yet
unwound with: enough
finally
bool(true)
Cannot resume a fiber that is not suspended
-- cancelled and resumed at once
finally
FiberError: Cannot resume a fiber that is not suspended
-- it throws something else instead
instead <- Async\AsyncCancellation
-- it takes it and goes on
taken
resumed
-- and nobody is there to be told

Fatal error: Uncaught Async\AsyncCancellation: Coroutine cancelled in %s:%d
Stack trace:
#0 %a
#%d {main}

Next Exception: nobody resumes in %s:%d
Stack trace:
#0 %a
#%d {main}
  thrown in %s on line %d
