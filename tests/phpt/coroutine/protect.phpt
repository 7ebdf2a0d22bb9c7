--TEST--
C-62, C-66, C-67, C-68: protect() puts cancellation off until the outermost call has ended
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(function () {
    try {
        protect(function () {
            protect(function () { delay(1); echo "inner\n"; return 1; });
            echo "still protected\n";
            suspend();
            echo "outer\n";
            return 2;
        });
        echo "never\n";
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
    return 'done';
});
suspend();
$c->cancel(new Async\AsyncCancellation('first'));
$c->cancel(new Async\AsyncCancellation('second'));
var_dump($c->isCancellationRequested());
var_dump(await($c), $c->isCancelled());

$c = spawn(fn() => protect(function () { suspend(); throw new Exception('inside'); }));
suspend();
$c->cancel();
try { await($c); } catch (Async\AsyncCancellation $e) { echo get_class($e->getPrevious()), "\n"; }

var_dump(protect(function () {}));
try { protect('strlen'); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
try { protect(fn() => 1, 2); } catch (ArgumentCountError $e) { echo $e->getMessage(), "\n"; }
try { protect(fn() => throw new Exception('through')); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECTF--
bool(true)
inner
still protected
outer
first
string(4) "done"
bool(true)
Exception
NULL
Async\protect(): Argument #1 ($closure) must be of type Closure, string given
Async\protect() expects exactly 1 argument, 2 given
through
