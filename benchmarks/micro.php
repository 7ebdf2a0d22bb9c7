<?php
// What the primitives cost, beside PHP's own Fiber in the same run.
//
// usage: php -d extension=async benchmarks/micro.php [--rounds N] [--json FILE] [ROW…]
//        php [-d extension=async] benchmarks/micro.php --line async|fiber    one round of one side, as one line of JSON
//
// Each row is measured in interleaved rounds, in shuffled order; figures are nanoseconds per operation: median (min-max)
// over the rounds. The ratio is taken within each round, so load on the machine hits both sides alike.

declare(strict_types=1);

require __DIR__ . '/lib/stats.php';

use function Async\await;
use function Async\spawn;
use function Async\suspend;

$line = ($argv[1] ?? '') === '--line' ? $argv[2] ?? '' : null;
if (!extension_loaded('async') && $line !== 'fiber') {
    fwrite(STDERR, "micro.php needs the extension: php -d extension=async benchmarks/micro.php\n");
    exit(2);
}

/** Nanoseconds $work took, per each of $count operations. */
function per_operation(int $count, callable $work): float
{
    $from = hrtime(true);
    $work();
    return (hrtime(true) - $from) / $count;
}

// --- spawn + run + finish ----------------------------------------------------------------------------------------------

function spawn_async(): float
{
    $body = function (): void {};
    return per_operation($n = 20000, function () use ($n, $body): void {
        for ($i = 0; $i < $n; $i++) {
            spawn($body);
            suspend();
        }
    });
}

function spawn_fiber(): float
{
    $body = function (): void {};
    return per_operation($n = 2000, function () use ($n, $body): void {
        for ($i = 0; $i < $n; $i++) {
            (new Fiber($body))->start();
        }
    });
}

function spawn_batch_async(): float
{
    $body = function (): void {};
    return per_operation($n = 20000, function () use ($n, $body): void {
        for ($i = 0; $i < $n; $i += 100) {
            for ($k = 0; $k < 100; $k++) {
                spawn($body);
            }
            suspend();
        }
    });
}

// --- suspend → resume --------------------------------------------------------------------------------------------------

/** $coroutines coroutines that suspend $each times; the time begins when all of them have started. */
function suspend_async(int $coroutines, int $each): float
{
    $body = function () use ($each): void {
        suspend();
        for ($i = 0; $i < $each; $i++) {
            suspend();
        }
    };
    $last = null;
    for ($i = 0; $i < $coroutines; $i++) {
        $last = spawn($body);
    }
    suspend();
    return per_operation($coroutines * $each, fn () => await($last));
}

/** The pair of peers' benchmarks: main resumes two Fibers in turn. */
function suspend_fiber_pair(int $each): float
{
    $body = function () use ($each): void {
        for ($i = 0; $i < $each; $i++) {
            Fiber::suspend();
        }
    };
    $a = new Fiber($body);
    $b = new Fiber($body);
    $a->start();
    $b->start();
    return per_operation(2 * $each, function () use ($a, $b): void {
        while (!$a->isTerminated()) {
            $a->resume();
            $b->resume();
        }
    });
}

/** The smallest scheduler one can write in PHP: an SplQueue of Fibers. */
function suspend_fiber_queue(int $fibers, int $each): float
{
    $body = function () use ($each): void {
        for ($i = 0; $i < $each; $i++) {
            Fiber::suspend();
        }
    };
    $queue = new SplQueue();
    for ($i = 0; $i < $fibers; $i++) {
        $fiber = new Fiber($body);
        $fiber->start();
        $queue->enqueue($fiber);
    }
    return per_operation($fibers * $each, function () use ($queue): void {
        while (!$queue->isEmpty()) {
            $fiber = $queue->dequeue();
            $fiber->resume();
            if (!$fiber->isTerminated()) {
                $queue->enqueue($fiber);
            }
        }
    });
}

// --- await -------------------------------------------------------------------------------------------------------------

function await_finished_async(): float
{
    $done = spawn(fn () => 1);
    await($done);
    return per_operation($n = 100000, function () use ($n, $done): void {
        for ($i = 0; $i < $n; $i++) {
            await($done);
        }
    });
}

function await_finished_fiber(): float
{
    $done = new Fiber(fn () => 1);
    $done->start();
    return per_operation($n = 100000, function () use ($n, $done): void {
        for ($i = 0; $i < $n; $i++) {
            $done->getReturn();
        }
    });
}

function await_unfinished_async(): float
{
    $body = fn () => 1;
    return per_operation($n = 20000, function () use ($n, $body): void {
        for ($i = 0; $i < $n; $i++) {
            await(spawn($body));
        }
    });
}

function await_unfinished_fiber(): float
{
    $body = fn () => 1;
    return per_operation($n = 2000, function () use ($n, $body): void {
        for ($i = 0; $i < $n; $i++) {
            $fiber = new Fiber($body);
            $fiber->start();
            $fiber->getReturn();
        }
    });
}

// --- channel -----------------------------------------------------------------------------------------------------------

/** Two rendezvous channels, there and back, as the peers measure it; an operation is one message. */
function channel_async(int $capacity): float
{
    $there = new Async\Channel($capacity);
    $back = new Async\Channel($capacity);
    $echo = spawn(function () use ($there, $back): void {
        foreach ($there as $message) {
            $back->send($message);
        }
    });
    $n = 20000;
    $cost = per_operation(2 * $n, function () use ($n, $there, $back): void {
        for ($i = 0; $i < $n; $i++) {
            $there->send($i);
            $back->recv();
        }
    });
    $there->close();
    await($echo);
    return $cost;
}

/** One sender, one receiver, a buffer between them. */
function channel_stream_async(): float
{
    $channel = new Async\Channel(128);
    $n = 40000;
    $sender = spawn(function () use ($channel, $n): void {
        for ($i = 0; $i < $n; $i++) {
            $channel->send($i);
        }
        $channel->close();
    });
    $sum = 0;
    $cost = per_operation($n, function () use ($channel, &$sum): void {
        foreach ($channel as $message) {
            $sum += $message;
        }
    });
    await($sender);
    if ($sum !== intdiv($n * ($n - 1), 2)) {
        throw new LogicException('messages got lost');
    }
    return $cost;
}

/** What comes nearest without a scheduler: values passed in and out of a Fiber; an operation is one value. */
function message_fiber(): float
{
    $fiber = new Fiber(function (): void {
        $message = Fiber::suspend();
        while ($message !== null) {
            $message = Fiber::suspend($message);
        }
    });
    $fiber->start();
    $n = 20000;
    return per_operation(2 * $n, function () use ($n, $fiber): void {
        for ($i = 0; $i < $n; $i++) {
            $fiber->resume($i);
        }
    });
}

// --- locks -------------------------------------------------------------------------------------------------------------

/** Locked and unlocked with nobody else there; an operation is the pair. */
function mutex_async(): float
{
    $mutex = new Async\Mutex();
    return per_operation($n = 100000, function () use ($n, $mutex): void {
        for ($i = 0; $i < $n; $i++) {
            $mutex->lock();
            $mutex->unlock();
        }
    });
}

/** What a script without coroutines may do instead: nothing but the two calls. */
function two_calls(): float
{
    $flag = new SplObjectStorage();
    return per_operation($n = 100000, function () use ($n, $flag): void {
        for ($i = 0; $i < $n; $i++) {
            $flag->rewind();
            $flag->next();
        }
    });
}

/** Three coroutines that want it all the time: each unlock hands it to another, each lock parks. */
function mutex_handover_async(): float
{
    $mutex = new Async\Mutex();
    $each = 10000;
    $body = function () use ($mutex, $each): void {
        for ($i = 0; $i < $each; $i++) {
            $mutex->lock();
            suspend();
            $mutex->unlock();
        }
    };
    return per_operation(3 * $each, fn () => Async\await_all([spawn($body), spawn($body), spawn($body)]));
}

function semaphore_async(): float
{
    $semaphore = new Async\Semaphore(1);
    return per_operation($n = 100000, function () use ($n, $semaphore): void {
        for ($i = 0; $i < $n; $i++) {
            $semaphore->acquire();
            $semaphore->release();
        }
    });
}

/** Acquired and released with one idle resource and no hooks; an operation is the pair. */
function pool_async(): float
{
    $pool = new Async\Pool(fn () => 1, min: 1);
    return per_operation($n = 100000, function () use ($n, $pool): void {
        for ($i = 0; $i < $n; $i++) {
            $pool->release($pool->acquire());
        }
    });
}

/** Receives whichever of two buffered channels has a value; an operation is one send and one select(). */
function select_async(): float
{
    $one = new Async\Channel(2);
    $two = new Async\Channel(2);
    return per_operation($n = 50000, function () use ($n, $one, $two): void {
        for ($i = 0; $i < $n; $i++) {
            ($i & 1 ? $one : $two)->send($i);
            Async\select([$one, $two]);
        }
    });
}

// --- futures and groups --------------------------------------------------------------------------------------------------

/** A chain of ten map() on one future: made, completed, awaited; an operation is one link. */
function future_chain_async(): float
{
    $n = 2000;
    $add = fn (int $v): int => $v + 1;
    return per_operation(10 * $n, function () use ($n, $add): void {
        for ($i = 0; $i < $n; $i++) {
            $state = new Async\FutureState();
            $future = new Async\Future($state);
            for ($k = 0; $k < 10; $k++) {
                $future = $future->map($add);
            }
            $state->complete(0);
            if ($future->await() !== 10) {
                throw new LogicException('a link got lost');
            }
        }
    });
}

/** The same calls, each in a Fiber of its own as a library without a scheduler would have to. */
function future_chain_fiber(): float
{
    $n = 200;
    $add = fn (int $v): int => $v + 1;
    return per_operation(10 * $n, function () use ($n, $add): void {
        for ($i = 0; $i < $n; $i++) {
            $value = 0;
            for ($k = 0; $k < 10; $k++) {
                $fiber = new Fiber($add);
                $fiber->start($value);
                $value = $fiber->getReturn();
            }
        }
    });
}

/** A hundred tasks in a group and all their results; an operation is one task. */
function task_group_async(): float
{
    $n = 20000;
    $body = fn (): int => 1;
    return per_operation($n, function () use ($n, $body): void {
        for ($i = 0; $i < $n; $i += 100) {
            $group = new Async\TaskGroup();
            for ($k = 0; $k < 100; $k++) {
                $group->spawn($body);
            }
            if (count($group->all()->await()) !== 100) {
                throw new LogicException('a task got lost');
            }
        }
    });
}

function task_group_fiber(): float
{
    $n = 2000;
    $body = fn (): int => 1;
    return per_operation($n, function () use ($n, $body): void {
        for ($i = 0; $i < $n; $i += 100) {
            $results = [];
            for ($k = 0; $k < 100; $k++) {
                $fiber = new Fiber($body);
                $fiber->start();
                $results[] = $fiber->getReturn();
            }
        }
    });
}

// --- the run -----------------------------------------------------------------------------------------------------------

/** name => [what it is, ours, Fiber's, how much cheaper ours must be (null: no target)] */
$rows = [
    'spawn' => ['spawn + run + finish, one at a time', spawn_async(...), spawn_fiber(...), 40.0],
    'spawn-batch' => ['spawn + run + finish, 100 at a time', spawn_batch_async(...), spawn_fiber(...), 40.0],
    'suspend-2' => ['suspend -> resume, 2 (Fiber: pair)', fn () => suspend_async(2, 50000), fn () => suspend_fiber_pair(50000), null],
    'suspend-1000' => ['suspend -> resume, 1,000 (Fiber: queue)', fn () => suspend_async(1000, 100),
        fn () => suspend_fiber_queue(1000, 100), 2.5],
    'await-done' => ['await a finished one (Fiber: getReturn)', await_finished_async(...), await_finished_fiber(...), null],
    'await-new' => ['spawn + await its result', await_unfinished_async(...), await_unfinished_fiber(...), null],
];
if (class_exists('Async\Channel')) {
    $rows['channel'] = ['channel message, rendezvous', fn () => channel_async(0), message_fiber(...), null];
    $rows['channel-stream'] = ['channel message, buffer of 128', channel_stream_async(...), message_fiber(...), null];
}

if (class_exists('Async\Mutex')) {
    $rows['mutex'] = ['lock + unlock, nobody else (two method calls)', mutex_async(...), two_calls(...), null];
    $rows['mutex-handover'] = ['lock, suspend, unlock, 3 want it (Fiber: queue)', mutex_handover_async(...),
        fn () => suspend_fiber_queue(3, 10000), null];
    $rows['semaphore'] = ['acquire + release (two method calls)', semaphore_async(...), two_calls(...), null];
    $rows['pool'] = ['pool: acquire + release (two method calls)', pool_async(...), two_calls(...), null];
    $rows['select'] = ['send + select of two (Fiber: message)', select_async(...), message_fiber(...), null];
}

if (class_exists('Async\Future')) {
    $rows['future-chain'] = ['future, one map() of a chain of 10', future_chain_async(...), future_chain_fiber(...), null];
}
if (class_exists('Async\TaskGroup')) {
    $rows['task-group'] = ['task in a group of 100, with its result', task_group_async(...), task_group_fiber(...), null];
}

if ($line !== null) {
    $figures = [];
    foreach ($rows as $name => [, $ours, $fiber]) {
        $run = $line === 'fiber' ? $fiber : $ours;
        $run();
        $figures[$name] = round($run(), 1);
    }
    echo json_encode($figures), "\n";
    exit(0);
}

$rounds = 11;
$json = null;
$wanted = [];
for ($i = 1; $i < $argc; $i++) {
    switch ($argv[$i]) {
        case '--rounds':
            $rounds = max(1, (int) ($argv[++$i] ?? 0));
            break;
        case '--json':
            $json = $argv[++$i] ?? null;
            break;
        default:
            if (!isset($rows[$argv[$i]])) {
                fprintf(STDERR, "unknown row \"%s\"; there are: %s\n", $argv[$i], implode(' ', array_keys($rows)));
                exit(2);
            }
            $wanted[$argv[$i]] = $rows[$argv[$i]];
    }
}
$rows = $wanted ?: $rows;

$contenders = [];
foreach ($rows as $name => [, $ours, $fiber]) {
    $contenders[] = [$name, 'async', $ours];
    $contenders[] = [$name, 'fiber', $fiber];
}
foreach ($contenders as [, , $run]) {
    $run();  // warm stacks, warm caches
}
$samples = [];
for ($round = 0; $round < $rounds; $round++) {
    shuffle($contenders);
    foreach ($contenders as [$name, $side, $run]) {
        gc_collect_cycles();
        $samples[$name][$side][$round] = $run();
    }
}

$lines = [];
$report = [];
foreach ($rows as $name => [$title, , , $target]) {
    ['async' => $ours, 'fiber' => $fiber] = $samples[$name];
    $cheaper = Bench\ratios($fiber, $ours);
    $verdict = $target === null ? '' : (Bench\median($cheaper) >= $target ? 'met' : 'MISSED');
    $lines[] = [$title, Bench\spread_text($ours), Bench\spread_text($fiber), Bench\spread_text($cheaper, 'x'),
        $target === null ? '' : '>= ' . $target . 'x', $verdict];
    $report[$name] = ['title' => $title, 'unit' => 'ns', 'async' => Bench\spread($ours), 'fiber' => Bench\spread($fiber),
        'cheaper' => Bench\spread($cheaper), 'target' => $target];
}
echo Bench\machine_text(), "\n$rounds interleaved rounds, ns per operation: median (min-max)\n\n";
echo Bench\table(['', 'async', 'Fiber', 'times cheaper', 'target', ''], $lines);
if (!class_exists('Async\Channel')) {
    echo "\nchannel message: this build has no Async\\Channel\n";
}
if ($json !== null) {
    file_put_contents($json, json_encode(['machine' => Bench\machine(), 'rounds' => $rounds, 'rows' => $report], JSON_PRETTY_PRINT) . "\n");
}
