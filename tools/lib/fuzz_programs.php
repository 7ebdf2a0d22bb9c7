<?php
/**
 * Runs random programs and watches them: fuzz_programs.php FIRST COUNT STATE [show]. STATE names the seed that is running, for
 * whoever finds this process dead. Prints a line per broken invariant; the status is 1 then.
 */

require __DIR__ . '/program_writer.php';

use Async\{AsyncCancellation, Channel, ChannelException, Completable, Coroutine, Mutex, Pool, Scope, Semaphore, SyncException};

use function Async\{await, await_all, await_all_or_fail, await_any_of_or_fail, await_any_or_fail, await_first_success, delay, get_coroutines, iterate, protect,
    runtime_stats, select, spawn, suspend, timeout};

final class Watch
{
    public array $broken = [];
    private array $open = [];       // try blocks that were entered
    private int $entered = 0;
    private array $sent = [];       // value => whether its send() has returned
    private array $received = [];
    private int $values = 0;
    private int $ticks = 0;
    private SplObjectStorage $results;
    private ?object $owner = null;
    private int $inside = 0;
    private SplObjectStorage $held;

    public function __construct()
    {
        $this->results = new SplObjectStorage();
        $this->held = new SplObjectStorage();
    }

    public function expect(bool $holds, string $invariant): void
    {
        if (!$holds) {
            $this->broken[] = $invariant;
        }
    }

    public function tick(): void
    {
        $this->ticks++;
    }

    public function turn(int $of): bool
    {
        return ++$this->ticks % $of === 0;
    }

    public function enter(): int
    {
        $this->open[++$this->entered] = true;
        return $this->entered;
    }

    public function leave(int $try): void
    {
        $this->expect(isset($this->open[$try]), 'a finally block runs once');
        unset($this->open[$try]);
    }

    public function expects(int $value, Coroutine $coroutine): Coroutine
    {
        $this->results[$coroutine] = $value;
        return $coroutine;
    }

    public function other(array $all, int $which): Coroutine
    {
        $other = $all[$which % count($all)];
        return $other === Async\current_coroutine() ? spawn(suspend(...)) : $other;
    }

    public function awaits(Coroutine $coroutine, Completable $token): void
    {
        try {
            $value = await($coroutine, $token);
        } catch (Exception | Cancellation $e) {
            $this->pass_on($e);
            return;
        }
        $this->expect(!isset($this->results[$coroutine]) || $this->results[$coroutine] === $value, 'await() gives what the coroutine returned');
        $this->expect($coroutine->isCompleted(), 'who gave a result has ended');
    }

    /** Only a cancellation of the caller itself goes on; what it waited for may have failed in any way. */
    private function pass_on(Throwable $e): void
    {
        if ($e instanceof AsyncCancellation && Async\current_coroutine()->isCancellationRequested()) {
            throw $e;
        }
    }

    public function offer(Channel $channel): void
    {
        $value = ++$this->values;
        $this->sent[$value] = false;
        if (!$channel->isClosed() && $channel->sendAsync($value)) {
            $this->sent[$value] = true;
        }
    }

    public function send(Channel $channel, ?Completable $token): void
    {
        $value = ++$this->values;
        $this->sent[$value] = false;
        try {
            $channel->send($value, $token ?? timeout(20));
            $this->sent[$value] = true;
        } catch (ChannelException | Cancellation $e) {
            $this->pass_on($e);
        }
    }

    public function receive(Channel $channel, ?Completable $token): void
    {
        try {
            $this->got($channel->recv($token ?? timeout(20)));
        } catch (ChannelException | Cancellation $e) {
            $this->pass_on($e);
        }
    }

    public function choose(Channel $a, Channel $b, Completable $token): void
    {
        try {
            $chosen = select([$a, $b], false, $token);
            $this->got($chosen[1]);
        } catch (ChannelException | Cancellation $e) {
            $this->pass_on($e);
        }
    }

    public function got(mixed $value): void
    {
        $this->expect(is_int($value) && isset($this->sent[$value]), 'what is received was sent');
        $this->expect(!isset($this->received[$value]), 'a value is received once');
        $this->received[$value] = true;
    }

    public function locked(Mutex|Semaphore $lock, Closure $inside): void
    {
        $critical = function () use ($lock, $inside) {
            $mutex = $lock instanceof Mutex;
            $this->expect($mutex ? $this->owner === null : $this->inside < 2, 'a lock lets in as many as it says');
            $mutex ? $this->owner = Async\current_coroutine() : $this->inside++;
            try {
                $inside();
            } finally {
                $mutex ? $this->owner = null : $this->inside--;
            }
        };
        try {
            $lock instanceof Mutex ? $lock->synchronized($critical, timeout(20)) : $lock->with($critical, timeout(20));
        } catch (SyncException | Cancellation $e) {
            $this->pass_on($e);
        }
    }

    public function pooled(Pool $pool, Closure $inside): void
    {
        try {
            $one = $pool->acquire(20);
        } catch (Async\PoolException | Async\TimeoutException) {
            return;
        }
        $this->expect(!isset($this->held[$one]), 'a resource is lent to one at a time');
        $this->held[$one] = true;
        $this->expect(count($this->held) <= 2, 'a pool lends no more than it may have');
        try {
            $inside();
        } finally {
            unset($this->held[$one]);
            $pool->release($one);
        }
    }

    public function future(Async\Future $future, Completable $token): void
    {
        $future->ignore();
        try {
            $value = $future->await($token);
            $this->expect($value === 7, 'a future gives its value');
        } catch (Exception | Cancellation $e) {
            $this->pass_on($e);
        }
    }

    public function grouped(Async\TaskGroup|Async\TaskSet $group, Completable $token): void
    {
        $future = $group instanceof Async\TaskGroup ? $group->all() : $group->joinAll();
        $future->ignore();
        try {
            foreach ($future->await($token) as $result) {
                $this->expect($result === 1, 'a task gives its result');
            }
        } catch (Exception | Cancellation $e) {
            $this->pass_on($e);
        }
    }

    public function several(Closure $await, array $list, Completable $token): void
    {
        try {
            $await($list, $token);
        } catch (Exception | Cancellation $e) {
            $this->pass_on($e);
        }
    }

    public function completion(Scope $scope, Completable $token): void
    {
        try {
            $scope->awaitCompletion($token);
        } catch (Exception | Cancellation $e) {
            $this->pass_on($e);
        }
        $scope->isClosed() || $scope->dispose();
    }

    public function reads($stream, int $size): void
    {
        $got = 0;
        while (!feof($stream) && ($data = fread($stream, 65536)) !== false && $data !== '') {
            $got += strlen($data);
            $this->expect(trim($data, 'x') === '', 'what is read was written');
        }
        $this->expect($got <= $size, 'no more is read than was written');
    }

    public function finish(array $channels): void
    {
        foreach ($channels as $channel) {
            try {
                while (!$channel->isEmpty()) {
                    $this->got($channel->recv(timeout(1000)));
                }
            } catch (ChannelException | Cancellation) {
                $this->expect(false, 'what is counted can be received');
            }
        }
        $this->expect(!$this->open, 'each try block that was entered is left');
        foreach ($this->sent as $value => $accepted) {
            $this->expect(!$accepted || isset($this->received[$value]), 'what a channel has taken it gives');
        }
        $this->expect($this->owner === null && $this->inside === 0, 'locks are given back');
        $this->expect(count($this->held) === 0, 'resources are given back');
    }
}

function graceful(Scope $scope): void
{
    $scope->cancel(new AsyncCancellation('end of the program'));
}

function run_program(int $seed): array
{
    $w = new Watch();
    $scope = new Scope();
    $scope->setExceptionHandler(fn () => $w->tick());
    $scope->setChildScopeExceptionHandler(fn () => $w->tick());
    $channels = [];
    $mutex = $semaphore = $pool = $all = null;
    try {
        eval(ProgramWriter::program($seed));
    } catch (AsyncCancellation | Exception $e) {
        $w->expect(false, 'the program itself: ' . get_class($e) . ': ' . $e->getMessage());
    }
    // Some may be waiting in a protected section or a finally block: they have limits of their own.
    $scope->cancel(new AsyncCancellation('the end'));
    for ($i = 0; count(get_coroutines()) > 1 && $i < 3000; $i++) {
        $i % 3 ? suspend() : delay(1);
        if ($i === 200) {
            // Who iterates over one in a protected section.
            array_walk($channels, fn (Channel $channel) => $channel->close());
        }
        foreach ($i % 100 === 99 ? get_coroutines() : [] as $one) {
            $one === Async\current_coroutine() || $one->cancel();
        }
    }
    $mutex = $semaphore = $pool = $all = null;
    for ($i = 0; $i < 3; $i++) {
        gc_collect_cycles();
        suspend();
        delay(0);
    }
    $w->finish($channels);
    $channels = $scope = null;
    for ($i = 0; count(get_coroutines()) > 1 && $i < 100; $i++) {
        delay(1);
    }
    foreach (get_coroutines() as $one) {
        $one === Async\current_coroutine() || $w->expect(false, 'no coroutine is left: ' . $one->getSpawnLocation() . ' ' . json_encode($one->getAwaitingInfo()));
    }
    $stats = runtime_stats();
    $w->expect($stats['coroutine_queue'] === 0, 'the queue is empty');
    return $w->broken;
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    [, $first, $count, $state] = $argv;
    if (isset($argv[4])) {
        echo ProgramWriter::program((int) $first), "\n";
    }
    error_reporting(E_ALL & ~E_WARNING & ~E_NOTICE);
    $failed = 0;
    for ($seed = (int) $first; $seed < $first + $count; $seed++) {
        file_put_contents($state, "$seed\n");
        foreach (array_unique(run_program($seed)) as $broken) {
            echo "seed $seed: $broken\n";
            $failed = 1;
        }
    }
    file_put_contents($state, "done\n");
    exit($failed);
}
