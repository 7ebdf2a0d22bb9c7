--TEST--
C-60, C-64: a hundred thousand cancellations, wherever their coroutines wait: each finally block runs once and nothing is left (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, Future, FutureState, Mutex, Semaphore, TaskGroup};
use function Async\{await, await_all, delay, get_coroutines, protect, spawn, suspend, timeout};

mt_srand(1);
$channel = new Channel();
$mutex = new Mutex();
$mutex->lock();
$semaphore = new Semaphore(1);
$semaphore->acquire();
$future = new Future(new FutureState());
$future->ignore();
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$never = spawn(fn () => delay(100000000));
$waits = [
    fn () => $channel->recv(),
    fn () => delay(1000000),
    fn () => usleep(1000000000),
    fn () => $mutex->lock(),
    fn () => $semaphore->acquire(),
    fn () => await($never),
    fn () => await($never, timeout(1000000)),
    fn () => await_all([$never, $never]),
    fn () => fread($a, 1),
    fn () => protect(suspend(...)),
    function () { for (;;) suspend(); },
];
$entered = $left = $cancelled = 0;
$body = function (Closure $wait) use (&$entered, &$left, &$cancelled) {
    $entered++;
    try {
        $wait();
        delay(1000000);  // protect() ends before its cancellation comes
    } catch (Cancellation $e) {
        $cancelled++;
        throw $e;
    } finally {
        $left++;
    }
};
$round = function () use ($body, $waits) {
    $all = [];
    for ($i = 0; $i < 1000; $i++) {
        $all[] = spawn($body, $waits[$i % count($waits)]);
        if ($i % 10 === 9) suspend();
    }
    shuffle($all);
    foreach ($all as $i => $one) {
        $one->cancel();
        if ($i % 100 === 99) suspend();
    }
    foreach ($all as $one) {
        try { await($one); echo "not cancelled\n"; } catch (Async\AsyncCancellation) { }
    }
};
$round();
gc_collect_cycles();
$before = memory_get_usage();
for ($i = 0; $i < 99; $i++) $round();
$body = null;
gc_collect_cycles();
echo $entered, ' entered, ', $cancelled, ' cancelled, ', $left, " left\n";
echo memory_get_usage() - $before < 200000 ? 'nothing grows' : memory_get_usage() - $before, "\n";
$never->cancel();
$mutex->unlock();
$semaphore->release();
echo await(spawn(function () use ($mutex, $semaphore, $a, $b) {
    $mutex->lock();
    $semaphore->acquire();
    fwrite($b, 'all still serve');
    return fread($a, 100);
})), "\n";
echo count(get_coroutines()), "\n";
?>
--EXPECT--
100000 entered, 100000 cancelled, 100000 left
nothing grows
all still serve
1
