--TEST--
C-63, C-64, C-65: the cancellation is thrown where the coroutine is suspended; it may catch it and go on
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(function () {
    try {
        delay(1000000);
    } catch (Async\AsyncCancellation $e) {
        echo "caught ", $e->getMessage(), "\n";
    }
    delay(50);
    echo "went on\n";
    return 'value';
});
suspend();
$c->cancel();
$c->cancel(new Async\AsyncCancellation('ignored'));
echo "main goes on\n";
var_dump(await($c), $c->isCancelled(), $c->getException());
$c->cancel();
var_dump(await($c));

$c = spawn(function () {
    try {
        delay(1000000);
    } finally {
        throw new RuntimeException('instead');
    }
});
suspend();
$c->cancel();
try {
    await($c);
} catch (RuntimeException $e) {
    echo $e->getMessage(), ' <- ', get_class($e->getPrevious()), "\n";
}
?>
--EXPECTF--
main goes on
caught Coroutine cancelled
went on
string(5) "value"
bool(true)
NULL
string(5) "value"
instead <- Async\AsyncCancellation
