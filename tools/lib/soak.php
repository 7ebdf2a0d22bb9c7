<?php
/**
 * The load of tools/soak and its judgement: soak.php SECONDS LIVES DIRECTORY. Each kind of work runs in rounds of its own; what a
 * round has begun has ended before the next one, so whatever stays behind is a leak.
 */

use Async\{AsyncCancellation, Channel, Mutex, Scope, TaskGroup};

use function Async\{await, await_all, delay, get_coroutines, runtime_stats, spawn, suspend};

[, $seconds, $most_lives, $directory, $json] = $argv + [4 => ''];
$http = getenv('ASYNC_SOAK_HTTP');
$lives = 0;

/** Spawns and counts. */
function live(callable $body, mixed ...$arguments): Async\Coroutine
{
    $GLOBALS['lives']++;
    return spawn($body, ...$arguments);
}

$kinds = [
    'short lives' => function () {
        for ($i = 0; $i < 20; $i++) {
            await_all(array_map(fn () => live(suspend(...)), range(1, 100)));
        }
    },
    'channels' => function () {
        $channel = new Channel(4);
        $readers = array_map(fn () => live(function () use ($channel) {
            foreach ($channel as $value) {
                strlen($value);
            }
        }), range(1, 5));
        for ($i = 0; $i < 500; $i++) {
            $channel->send(str_repeat('x', $i));
        }
        $channel->close();
        await_all($readers);
    },
    'cancellations' => function () {
        $never = new Channel();
        $all = [];
        for ($i = 0; $i < 100; $i++) {
            $all[] = live(function () use ($never, $i) {
                try {
                    $i % 2 ? delay(1000000) : $never->recv();
                } finally {
                    suspend();
                }
            });
        }
        suspend();
        foreach ($all as $one) {
            $one->cancel(new AsyncCancellation('enough'));
        }
        await_all($all);
    },
    'scopes' => function () {
        $scope = Scope::inherit();
        for ($i = 0; $i < 50; $i++) {
            $GLOBALS['lives']++;
            $scope->spawn(fn () => delay(1));
        }
        $scope->awaitCompletion(Async\timeout(60000));
    },
    'groups and errors' => function () {
        $group = new TaskGroup(10);
        for ($i = 0; $i < 50; $i++) {
            $GLOBALS['lives']++;
            $group->spawn(fn () => $i % 5 ? $i : throw new RuntimeException("task $i"));
        }
        $group->close();
        $group->awaitCompletion();
        $group->getErrors();
    },
    'locks' => function () {
        $mutex = new Mutex();
        await_all(array_map(fn () => live(fn () => $mutex->synchronized(suspend(...))), range(1, 50)));
    },
    'streams' => function () use ($http) {
        await_all(array_map(fn ($i) => live(fn () => file_get_contents("$http/soak/$i")), range(1, 20)));
    },
    'curl' => function () use ($http) {
        await_all(array_map(fn ($i) => live(function () use ($http, $i) {
            $curl = curl_init("$http/soak/$i");
            curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
            return curl_exec($curl);
        }), range(1, 20)));
    },
    'pairs cancelled in the middle' => function () {
        $all = [];
        for ($i = 0; $i < 20; $i++) {
            $all[] = live(function () {
                [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
                return fread($a, 1);
            });
        }
        suspend();
        foreach ($all as $one) {
            $one->cancel();
        }
        await_all($all);
    },
    'files' => function () use ($directory) {
        await_all(array_map(fn ($i) => live(function () use ($directory, $i) {
            $file = "$directory/$i";
            file_put_contents($file, str_repeat('soak', 50000));
            $size = strlen(file_get_contents($file));
            unlink($file);
            return $size;
        }), range(1, 5)));
    },
    'commands' => function () {
        await_all(array_map(fn () => live(fn () => exec('true')), range(1, 2)));
    },
];

/** What must not grow: [title => value]. */
function figures(): array
{
    gc_collect_cycles();
    preg_match('/VmRSS:\s+(\d+)/', file_get_contents('/proc/self/status'), $rss);
    return [
        'RSS KiB' => (int) $rss[1],
        'PHP memory KiB' => intdiv(memory_get_usage(), 1024),
        'descriptors' => count(scandir('/proc/self/fd')),
        'coroutines' => count(get_coroutines()),
    ];
}

$begin = hrtime(true);
$passed = fn (): float => (hrtime(true) - $begin) / 1e9;
$rounds = array_fill_keys(array_keys($kinds), 0);
$samples = [];
$next = 0;
$stop = false;
while (!$stop) {
    foreach ($kinds as $title => $kind) {
        await(spawn($kind));
        $rounds[$title]++;
    }
    $now = $passed();
    $stop = $now >= $seconds || ($most_lives > 0 && $lives >= $most_lives);
    if ($now >= $next || $stop) {
        $figures = figures();
        $samples[] = ['at' => $now] + $figures;
        $share = $most_lives > 0 ? max($now / $seconds, $lives / $most_lives) : $now / $seconds;
        printf("%5.1f s [%-20s] %11s lives  %s\n", $now, str_repeat('#', (int) (20 * min(1, $share))), number_format($lives),
            implode('  ', array_map(fn ($name, $value) => "$name " . number_format($value), array_keys($figures), $figures)));
        $next = $now + $seconds / 20;
    }
}

// The lowest of the early and of the late samples: a peak between two collections is no leak, a raised floor is.
$judged = array_values(array_filter($samples, fn ($sample) => $sample['at'] >= $passed() / 5)) ?: $samples;
$half = max(1, intdiv(count($judged), 2));
$allowed = ['RSS KiB' => 2048, 'PHP memory KiB' => 64, 'descriptors' => 0, 'coroutines' => 0];
$failed = false;
$pairs = [];
printf("\n%-16s %12s %12s %10s\n", '', 'early', 'late', 'allowed');
foreach ($allowed as $name => $growth) {
    $early = min(array_column(array_slice($judged, 0, $half), $name));
    $late = min(array_column(array_slice($judged, -$half), $name));
    $pairs[$name] = [$early, $late];
    $grown = $late - $early > $growth;
    $failed = $failed || $grown;
    printf("%-16s %12s %12s %+10d%s\n", $name, number_format($early), number_format($late), $growth, $grown ? '  GROWS' : '');
}
printf("%s coroutine lives in %.0f s; rounds of each kind: %d\n", number_format($lives), $passed(), min($rounds));
if ($json !== '') {
    file_put_contents($json, json_encode(['date' => gmdate('c'), 'tool' => 'soak', 'lives' => $lives, 'seconds' => (int) $passed(),
        'figures' => $pairs], JSON_PRETTY_PRINT) . "\n");
}
exit($failed ? 1 : 0);
