<?php
/**
 * 1,000 pages from a server that takes 50 ms for each, 200 at a time: with file_get_contents, then with curl_exec, then
 * with both at once while 50 PDO queries of 200 ms run beside them and a 10 ms ticker keeps ticking.
 *
 * The functions that do the work, page_by_stream, page_by_curl, connect and slow_query, are what any PHP script would contain.
 * tools/demo starts the two servers and runs this; environment: ASYNC_DEMO_HTTP (address), ASYNC_DEMO_PG (libpq connection
 * string, may be empty), ASYNC_DEMO_PAGES, ASYNC_DEMO_AT_ONCE, ASYNC_DEMO_QUERIES.
 */

use Async\Channel;

use function Async\{await, delay, spawn};

const PAGE_MS = 50;
const QUERY_MS = 200;
const TICK_MS = 10;

function page_by_stream(string $url): string
{
    return (string) file_get_contents($url);
}

function page_by_curl(string $url): string
{
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    return (string) curl_exec($curl);
}

/** A connection that has answered once: the first query of a backend costs it some milliseconds to fill its caches. */
function connect(string $dsn): PDO
{
    $db = new PDO($dsn, options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
    $db->prepare('select ?::int + 1, pg_sleep(?)')->execute([41, 0]);
    return $db;
}

function slow_query(PDO $db): string
{
    $query = $db->prepare('select ?::int + 1, pg_sleep(?)');
    $query->execute([41, QUERY_MS / 1000]);
    return (string) $query->fetchColumn();
}

/** Jobs done and failed, shown while they run: a bar on a terminal, plain lines elsewhere. */
final class Progress
{
    private int $done = 0;
    private int $failed = 0;
    private float $shown = 0;
    private readonly bool $terminal;

    public function __construct(private readonly string $title, private readonly int $total)
    {
        $this->terminal = stream_isatty(STDOUT);
    }

    public function step(bool $ok): void
    {
        $this->done++;
        $this->failed += $ok ? 0 : 1;
        $last = $this->done === $this->total;
        if ($this->terminal) {
            if ($last || microtime(true) - $this->shown >= 0.04) {
                $this->shown = microtime(true);
                $width = intdiv(40 * $this->done, $this->total);
                printf("\r  %-34s [%-40s] %5d/%d%s", $this->title, str_repeat('#', $width), $this->done, $this->total, $last ? "\n" : '');
            }
        } elseif ($last || $this->done % max(1, intdiv($this->total, 4)) === 0) {
            printf("  %-34s %5d/%d\n", $this->title, $this->done, $this->total);
        }
    }

    public function errors(): int
    {
        return $this->failed;
    }
}

/** Starts workers that share a list of jobs; returns their coroutines. A job is right if it returns what it is keyed by. */
function start_workers(callable $job, array $expected_by_input, int $workers, Progress $progress): array
{
    $jobs = new Channel(count($expected_by_input));
    foreach ($expected_by_input as $input => $expected) {
        $jobs->sendAsync([$input, $expected]);
    }
    $jobs->close();
    $worker = function () use ($job, $jobs, $progress): void {
        foreach ($jobs as [$input, $expected]) {
            try {
                $ok = strtok($job($input), "\n") === $expected;
            } catch (Exception $e) {
                fprintf(STDERR, "%s\n", $e->getMessage());
                $ok = false;
            }
            $progress->step($ok);
        }
    };
    return array_map(fn () => spawn($worker), range(1, min($workers, count($expected_by_input))));
}

function wait_for(array $coroutines): void
{
    foreach ($coroutines as $coroutine) {
        await($coroutine);
    }
}

/** Milliseconds by which each tick of 10 ms was late, until $stop becomes true. */
function tick(bool &$stop, array &$late): void
{
    while (!$stop) {
        $from = hrtime(true);
        delay(TICK_MS);
        $late[] = max(0, (hrtime(true) - $from) / 1e6 - TICK_MS);
    }
}

/** Seconds that $count calls take one after the other, from a sample of them. */
function sequential(callable $call, int $sample, int $count): float
{
    $from = hrtime(true);
    for ($i = 0; $i < $sample; $i++) {
        $call($i);
    }
    return (hrtime(true) - $from) / 1e9 / $sample * $count;
}

function timed(callable $work): float
{
    $from = hrtime(true);
    $work();
    return (hrtime(true) - $from) / 1e9;
}

function percentile(array $sorted, float $part): float
{
    return $sorted[(int) ceil($part * count($sorted)) - 1];
}

$http = getenv('ASYNC_DEMO_HTTP');
if (!$http) {
    fwrite(STDERR, "fetch.php needs a server in ASYNC_DEMO_HTTP: run tools/demo\n");
    exit(2);
}
$dsn = getenv('ASYNC_DEMO_PG') ? 'pgsql:' . getenv('ASYNC_DEMO_PG') : null;
$pages = (int) (getenv('ASYNC_DEMO_PAGES') ?: 1000);
$at_once = (int) (getenv('ASYNC_DEMO_AT_ONCE') ?: 200);
$queries = $dsn ? (int) (getenv('ASYNC_DEMO_QUERIES') ?: 50) : 0;

$paths = array_map(fn ($i) => "/page/$i", range(1, $pages));
$urls = array_combine(array_map(fn ($path) => $http . $path, $paths), $paths);
$mixed_title = $dsn ? 'both, queries and ticker' : 'both and ticker';

printf("%s pages of %d ms, %d at a time; %d queries of %d ms\n", number_format($pages), PAGE_MS, $at_once, $queries, QUERY_MS);
printf("measuring a sample one after the other\n");
$sample = min(20, $pages);
$stream_sequential = sequential(fn ($i) => page_by_stream("$http/sample/$i"), $sample, $pages);
$curl_sequential = sequential(fn ($i) => page_by_curl("$http/sample/$i"), $sample, $pages);
// Connected beforehand, as services are: fifty starting backends would take the CPU from everybody on this machine.
$connections = array_map(await(...), array_map(fn () => spawn(connect(...), $dsn), array_fill(0, $queries, null)));
$query_sequential = $dsn ? sequential(fn ($i) => slow_query($connections[$i]), min(3, $queries), $queries) : 0;

printf("now at the same time\n");
$progress = new Progress('file_get_contents', $pages);
$stream = timed(fn () => wait_for(start_workers(page_by_stream(...), $urls, $at_once, $progress)));
$rows[] = ['file_get_contents', $stream_sequential, $stream, $progress->errors(), 100];

$progress = new Progress('curl_exec', $pages);
$curl = timed(fn () => wait_for(start_workers(page_by_curl(...), $urls, $at_once, $progress)));
$rows[] = ['curl_exec', $curl_sequential, $curl, $progress->errors(), 100];

$progress = new Progress($mixed_title, 2 * $pages + $queries);
$stop = false;
$late = [];
$ticker = spawn(function () use (&$stop, &$late) { tick($stop, $late); });
$mixed = timed(function () use ($urls, $at_once, $connections, $queries, $progress) {
    $query = fn ($i) => slow_query($connections[$i]);
    $answers = array_fill(0, $queries, '42');
    wait_for([
        ...start_workers(page_by_stream(...), $urls, intdiv($at_once, 2), $progress),
        ...start_workers(page_by_curl(...), $urls, intdiv($at_once, 2), $progress),
        ...($queries ? start_workers($query, $answers, $queries, $progress) : []),
    ]);
});
$stop = true;
await($ticker);
$rows[] = [$mixed_title, $stream_sequential + $curl_sequential + $query_sequential, $mixed, $progress->errors(), 50];

printf("\n%-26s %14s %14s %10s %8s %7s\n", '', 'one by one', 'concurrent', 'speed-up', 'target', 'errors');
foreach ($rows as [$title, $before, $after, $errors, $target]) {
    printf("%-26s %12.2f s %12.3f s %9.1fx %7s %7d\n", $title, $before, $after, $before / $after, ">= {$target}x", $errors);
}
sort($late);
printf("10 ms ticker beside it all: late by %.2f ms (median), %.2f ms (p99), %.2f ms (worst, target <= 50) in %d ticks\n",
    percentile($late, 0.5), percentile($late, 0.99), end($late), count($late));
printf("one by one: from a sample of %d pages%s\n", $sample, $dsn ? ' and ' . min(3, $queries) . ' queries' : '');
$errors = array_sum(array_column($rows, 3));
printf("errors: %d\n", $errors);
exit($errors > 0 ? 1 : 0);
