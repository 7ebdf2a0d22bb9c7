<?php
// Locks, permits, meeting points: docs/locks.md.
use Async\{Barrier, Condition, Mutex, Once, RwLock, Semaphore, SyncException, WaitGroup};
use function Async\{await, await_all, spawn, suspend};

// A read-modify-write with a wait in the middle.
$balance = 0;
$mutex = new Mutex();
$deposit = function (int $amount) use (&$balance, $mutex) {
    $mutex->synchronized(function () use (&$balance, $amount) {
        $was = $balance;
        suspend();    // a query, a request
        $balance = $was + $amount;
    });
};
await_all(array_map(fn ($amount) => spawn($deposit, $amount), [10, 20, 30]));
echo "balance $balance\n";

// At most two at a time.
$semaphore = new Semaphore(2);
$running = $most = 0;
$group = new WaitGroup();
foreach (range(1, 6) as $job) {
    $group->add();
    spawn(function () use ($semaphore, $group, &$running, &$most) {
        $semaphore->with(function () use (&$running, &$most) {
            $most = max($most, ++$running);
            suspend();
            $running--;
        });
        $group->done();
    });
}
$group->wait();
echo "6 jobs, $most at a time\n";

// Many readers or one writer.
$lock = new RwLock();
$config = ['version' => 1];
$get = function () use (&$config) { suspend(); return $config['version']; };
$raise = function () use (&$config) { suspend(); $config['version']++; };
$read = fn () => $lock->read($get);
$write = fn () => $lock->write($raise);
[$seen] = await_all([spawn($read), spawn($write), spawn($read), spawn($read)]);
echo 'versions seen: ', json_encode(array_values($seen)), "\n";

// Wait until something is true.
$queue = [];
$filled = new Condition($mutex);
$consumer = spawn(function () use ($mutex, $filled, &$queue) {
    return $mutex->synchronized(function () use ($filled, &$queue) {
        $filled->waitFor(function () use (&$queue) { return count($queue) >= 2; });
        return implode(' and ', $queue);
    });
});
foreach (['tea', 'cake'] as $thing) {
    $mutex->synchronized(function () use (&$queue, $thing) { $queue[] = $thing; });
    $filled->notify();
}
echo await($consumer), "\n";

// Everybody meets before anybody goes on.
$barrier = new Barrier(3);
$log = [];
$phase = function (string $name) use ($barrier, &$log) {
    $log[] = "$name prepares";
    $barrier->wait();
    $log[] = "$name goes";
};
await_all([spawn($phase, 'A'), spawn($phase, 'B'), spawn($phase, 'C')]);
echo implode(', ', $log), "\n";

// Made once, however many ask.
$once = new Once();
$connect = function () { echo "connecting\n"; suspend(); return 'connection'; };
[$all] = await_all([spawn(fn () => $once->call($connect)), spawn(fn () => $once->call($connect))]);
echo implode(', ', $all), "\n";

// An owner that ends without unlocking is noticed.
await(spawn(fn () => $mutex->lock()));
try {
    $mutex->lock();
} catch (SyncException $e) {
    echo $e->getMessage(), "\n";
    $mutex->recover();
}
