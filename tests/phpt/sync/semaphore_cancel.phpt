--TEST--
SY-4, X-2, X-3, X-4: a permit promised to somebody who leaves goes to the next
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Semaphore};
use function Async\{spawn, suspend, timeout, await};

$semaphore = new Semaphore(1);
$wait = function (string $name, $token = null) use ($semaphore) {
    try {
        $semaphore->acquire($token);
        echo "$name got it\n";
    } catch (AsyncCancellation $e) {
        echo "$name: ", $e->getMessage(), "\n";
    }
};
$semaphore->acquire();
$a = spawn($wait, 'A');
$b = spawn($wait, 'B');
suspend();
$semaphore->release();
$a->cancel(new AsyncCancellation('not any more'));
suspend();
$token = timeout(1);
await(spawn($wait, 'C', $token));
$semaphore->release();
$wait('D', $token);
var_dump($semaphore->available());
?>
--EXPECT--
A: not any more
B got it
C: Operation has been cancelled
D: Operation has been cancelled
int(1)
