--TEST--
SY-84, SY-86: closed channels take no part; when none is left, select throws as recv() would
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{await, select, spawn, suspend};

function attempt(callable $call): void {
    try {
        echo json_encode($call()), "\n";
    } catch (ChannelException $e) {
        echo $e->getMessage(), ' (', $e->reason->name, ")\n";
    }
}
$a = new Channel(2);
$b = new Channel(1);
$a->send('last words');
$a->close();
attempt(fn () => select(['a' => $a]));
attempt(fn () => select(['a' => $a]));
attempt(fn () => select(['a' => $a], true));
attempt(fn () => select(['a' => $a, 'b' => [$b, 1]]));
$b->recv();

// Fan-in: until all are closed.
$sources = [];
foreach ([3, 1, 2] as $n) {
    $sources[] = $channel = new Channel();
    spawn(function () use ($channel, $n) {
        for ($i = 0; $i < $n; $i++) $channel->send("$n.$i");
        $channel->close();
    });
}
$got = [];
try {
    while (true) $got[] = select($sources)[1];
} catch (ChannelException $e) {
    sort($got);
    echo implode(' ', $got), ' then ', $e->getMessage(), "\n";
}

// One closes while we wait on two; then the other.
$one = new Channel();
$two = new Channel();
$waiter = spawn(fn () => attempt(fn () => select([$one, [$two, 1]])));
suspend();
$one->close();
suspend();
echo "still waiting: ", var_export(!$waiter->isCompleted(), true), ' ', count($two), "\n";
$two->close();
await($waiter);

// A slot that was granted on a channel that then closes is no answer.
$full = new Channel(1);
$full->send('x');
$other = new Channel();
$waiter = spawn(fn () => attempt(fn () => select(['full' => [$full, 'y'], 'other' => $other])));
suspend();
$full->recv();
$full->close();
suspend();
$other->send('from the other');
await($waiter);
?>
--EXPECT--
["a","last words"]
Channel is closed (EXPLICIT)
Channel is closed (EXPLICIT)
["b",null]
1.0 2.0 2.1 3.0 3.1 3.2 then Channel is closed
still waiting: true 1
Channel is closed (EXPLICIT)
["other","from the other"]
