--TEST--
SY-85, SY-86, SY-88, X-2, X-3, X-4: tokens and cancellation; what was offered or served is not lost
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel};
use function Async\{await, select, spawn, suspend, timeout};

class Value {
    public function __construct(public string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
}
function attempt(callable $call): void {
    try {
        echo json_encode($call()), "\n";
    } catch (AsyncCancellation $e) {
        echo get_class($e), ': ', $e->getMessage(), ' <- ', $e->getPrevious()?->getMessage(), "\n";
    }
}
$in = new Channel();
$out = new Channel();
$token = timeout(1);
attempt(fn () => select([$in, [$out, 'offered']], false, $token));
echo count($out), "\n";
$ready = new Channel(1);
$ready->send(1);
attempt(fn () => select([$ready], false, $token));
echo count($ready), "\n";

$waiter = spawn(fn () => attempt(fn () => select([$in, [$out, new Value('taken back')]])));
suspend();
echo count($out), ' ', implode(' + ', $waiter->getAwaitingInfo()), "\n";
$waiter->cancel(new AsyncCancellation('enough'));
echo count($out), "\n";
suspend();

$first = spawn(fn () => attempt(fn () => select([$in, $out])));
$second = spawn(fn () => attempt(fn () => $in->recv()));
suspend();
$in->send('value');
$first->cancel(new AsyncCancellation('served'));
await($first);
await($second);
?>
--EXPECT--
Async\OperationCanceledException: Operation has been cancelled <- Timeout occurred after 1 milliseconds
0
Async\OperationCanceledException: Operation has been cancelled <- Timeout occurred after 1 milliseconds
1
1 Channel(capacity=0, receivers=1, senders=0, reserved=0/0) + Channel(capacity=0, receivers=0, senders=1, reserved=0/0)
0
taken back is gone
Async\AsyncCancellation: enough <- 
Async\AsyncCancellation: served <- 
"value"
