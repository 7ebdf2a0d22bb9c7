<?php
// How many coroutines fit into one process, what each costs, and how long it takes: N of them parked in delay(), then
// finished. Runs itself once per stack size.
//
// usage: php -d extension=async benchmarks/scale.php [N] [--stack SIZE]… [--json FILE]
//   N              1,000,000 unless given
//   --stack SIZE   async.stack_size of a run; 256K and the default of 2M unless given
//
// Bytes per coroutine are resident memory; page tables are printed beside it, because the kernel counts them elsewhere. On
// a kernel without light guard pages (before Linux 6.13) every stack costs mappings, of which there are few: the run ends at
// the cap with the exception that a program would see. To see that elsewhere: php -d async.stack_guards=mapped …

declare(strict_types=1);

require __DIR__ . '/lib/stats.php';
require __DIR__ . '/lib/process.php';
require __DIR__ . '/lib/progress.php';

use Bench\Progress;

use function Async\await;
use function Async\delay;
use function Async\spawn;
use function Async\suspend;

const CHUNK = 10000;          // spawned, then parked, before the next ones
const RSS_TARGET = 6.5e9;     // peak for 1,000,000 on stacks of 256K
const EACH_TARGET = 6000;     // bytes
const ASLEEP_TARGET = 8.0;    // seconds on the machine of the record

// --- The child: one run ------------------------------------------------------------------------------------------------

/** All of them sleep until the same instant, so that parking and finishing do not mix. */
final class Sleepers
{
    public int $parked = 0;
    public int $woken = 0;
    public int $first_woken = 0;
    public int $last_woken = 0;
    public float $spawn_seconds = 0;
    public float $park_seconds = 0;
    public ?Throwable $refusal = null;

    public function __construct(private int $wanted, private int $wake_at)
    {
    }

    public function park_all(?Progress $progress): void
    {
        $body = function (): void {
            $this->parked++;
            delay(max(1, intdiv($this->wake_at - hrtime(true), 1000000)));
            if ($this->woken++ === 0) {
                $this->first_woken = hrtime(true);
            }
            if ($this->woken === $this->parked) {
                $this->last_woken = hrtime(true);
            }
        };
        for ($spawned = 0; $spawned < $this->wanted && !$this->refusal; $spawned += $count) {
            $count = min(CHUNK, $this->wanted - $spawned);
            $handles = [];
            $from = hrtime(true);
            for ($i = 0; $i < $count; $i++) {
                $handles[] = spawn($body);
            }
            $between = hrtime(true);
            suspend();
            $this->spawn_seconds += ($between - $from) / 1e9;
            $this->park_seconds += (hrtime(true) - $between) / 1e9;
            if ($this->parked < $spawned + $count) {
                $this->refusal = $this->first_refusal($handles);
            }
            $progress?->at($this->parked);
        }
        if ($this->refusal) {
            $progress?->stop();
        }
    }

    /** Those that could not start have ended with the reason. */
    private function first_refusal(array $handles): ?Throwable
    {
        $first = null;
        foreach ($handles as $handle) {
            if (!$handle->isCompleted()) {
                continue;
            }
            try {
                await($handle);
            } catch (Throwable $refusal) {
                $first ??= $refusal;
            }
        }
        return $first;
    }

    public function finish_all(?Progress $progress): void
    {
        while ($this->woken < $this->parked) {
            delay(20);
            $progress?->at($this->woken);
        }
    }
}

/** Seconds one coroutine takes to be spawned and parked on cold stacks, from a small run. */
function calibrate(): float
{
    $sleepers = new Sleepers($n = 2 * CHUNK, hrtime(true) + 1500000000);
    $sleepers->park_all(null);
    $sleepers->finish_all(null);
    return ($sleepers->spawn_seconds + $sleepers->park_seconds) / max(1, min($n, $sleepers->parked));
}

function run_child(int $n, float $patience): array
{
    $each = calibrate();
    $before = Bench\status_bytes('VmRSS');
    $tables_before = Bench\status_bytes('VmPTE');
    $sleepers = new Sleepers($n, hrtime(true) + (int) (1e9 * ($patience * $each * $n + 1)));
    $sleepers->park_all(new Progress('parked in delay()', $n));
    $early = $sleepers->woken;
    $result = [
        'wanted' => $n,
        'parked' => $sleepers->parked,
        'refusal' => $sleepers->refusal ? get_class($sleepers->refusal) . ': ' . $sleepers->refusal->getMessage() : null,
        'woken_early' => $early,
        'rss_each' => (Bench\status_bytes('VmRSS') - $before) / $sleepers->parked,
        'tables_each' => (Bench\status_bytes('VmPTE') - $tables_before) / $sleepers->parked,
        'tables' => Bench\status_bytes('VmPTE'),
        'mappings' => Bench\mappings(),
        'spawn_seconds' => $sleepers->spawn_seconds,
        'park_seconds' => $sleepers->park_seconds,
    ];
    if ($early > 0) {
        return $result;
    }
    $sleepers->finish_all(new Progress('finished', $sleepers->parked));
    // The pool gives stacks back while the process sleeps, 1,024 per 10 ms.
    for ($waited = 0; $waited < 60 && Bench\status_bytes('VmRSS') > $before * 2 + $sleepers->parked * 1000; $waited++) {
        delay(1000);
    }
    return $result + [
        'finish_seconds' => ($sleepers->last_woken - $sleepers->first_woken) / 1e9,
        'peak_rss' => Bench\status_bytes('VmHWM'),
        'rss_after' => Bench\status_bytes('VmRSS'),
        'finished' => $sleepers->woken,
    ];
}

if (($argv[1] ?? '') === '--child') {
    $result = run_child((int) $argv[2], (float) $argv[3]);
    file_put_contents('php://fd/3', json_encode($result));
    exit(0);
}

// --- The parent: one child per stack size ------------------------------------------------------------------------------

function run_with_stack(int $n, ?string $stack): ?array
{
    for ($patience = 2.0; $patience <= 16; $patience *= 2) {
        $command = [...Bench\php_command(), '-d', 'memory_limit=-1', '-d', 'zend.assertions=-1',
            ...($stack === null ? [] : ['-d', "async.stack_size=$stack"]), __FILE__, '--child', (string) $n, (string) $patience];
        $child = proc_open($command, [3 => ['pipe', 'w']], $pipes);  // the others are inherited
        $text = stream_get_contents($pipes[3]);
        $status = proc_close($child);
        if ($status !== 0 || $text === '') {
            printf("  the run with stacks of %s ended with status %d and no result\n", $stack ?? 'default size', $status);
            return null;
        }
        $result = json_decode($text, true);
        if ($result['woken_early'] === 0) {
            return $result;
        }
        printf("  %s woke before the last one slept: once more, with more time\n", number_format($result['woken_early']));
    }
    return null;
}

function describe(string $stack, array $r): array
{
    return [$stack, number_format($r['parked']), number_format($r['rss_each']), number_format($r['tables_each']),
        sprintf('%.2f', $r['spawn_seconds']), sprintf('%.2f', $r['park_seconds']),
        sprintf('%.2f', $r['spawn_seconds'] + $r['park_seconds']), sprintf('%.2f', $r['finish_seconds']),
        Bench\bytes_text($r['peak_rss']), Bench\bytes_text($r['tables']), Bench\bytes_text($r['rss_after']),
        number_format($r['mappings'])];
}

$n = 1000000;
$stacks = [];
$json = null;
for ($i = 1; $i < $argc; $i++) {
    if ($argv[$i] === '--stack') {
        $stacks[] = $argv[++$i] ?? '256K';
    } elseif ($argv[$i] === '--json') {
        $json = $argv[++$i] ?? null;
    } elseif (preg_match('/^[0-9][0-9_,]*$/', $argv[$i])) {
        $n = max(1, (int) strtr($argv[$i], ['_' => '', ',' => '']));
    } else {
        fwrite(STDERR, "usage: php -d extension=async benchmarks/scale.php [N] [--stack SIZE]... [--json FILE]\n");
        exit(2);
    }
}
if (!extension_loaded('async')) {
    fwrite(STDERR, "scale.php needs the extension: php -d extension=async benchmarks/scale.php\n");
    exit(2);
}

$stacks = $stacks ?: ['256K', '2M'];
echo Bench\machine_text(), "\n", number_format($n), " coroutines parked in delay(), then finished\n";
if (preg_match('/^MemAvailable:\s*(\d+) kB/m', @file_get_contents('/proc/meminfo') ?: '', $m) && $n * 11000 > $m[1] * 1024) {
    printf("beware: that takes about %s, and %s are free\n", Bench\bytes_text($n * 11000), Bench\bytes_text($m[1] * 1024));
}
$rows = [];
$results = [];
$failed = false;
foreach ($stacks as $stack) {
    printf("\nasync.stack_size=%s\n", $stack);
    $result = run_with_stack($n, $stack);
    if (!$result) {
        $failed = true;
        continue;
    }
    $results[$stack] = $result;
    $rows[] = describe($stack, $result);
    if ($result['refusal'] !== null) {
        printf("  the cap of this kernel is %s coroutines; the next one ended with\n    %s\n",
            number_format($result['parked']), $result['refusal']);
        echo "  (stacks without light guard pages cost two mappings each; see vm.max_map_count)\n";
    } elseif ($result['parked'] !== $n) {
        $failed = true;
    }
    if ($result['finished'] !== $result['parked']) {
        printf("  only %s of %s finished\n", number_format($result['finished']), number_format($result['parked']));
        $failed = true;
    }
}

echo "\n", Bench\table(['stack', 'parked', 'RSS each', 'tables each', 'spawn s', 'park s', 'both s', 'finish s', 'peak RSS',
    'page tables', 'RSS after', 'mappings'], $rows);
$small = $results['256K'] ?? null;
if ($small && $small['parked'] >= 1000000) {
    printf("\ntargets with 256K: RSS each <= %s B: %s; peak RSS <= %.1f GB: %s; asleep in <= %.0f s: %s\n",
        number_format(EACH_TARGET), $small['rss_each'] <= EACH_TARGET ? 'met' : 'MISSED',
        RSS_TARGET / 1e9, $small['peak_rss'] <= RSS_TARGET ? 'met' : 'MISSED',
        ASLEEP_TARGET, $small['spawn_seconds'] + $small['park_seconds'] <= ASLEEP_TARGET ? 'met' : 'MISSED');
}
if ($json !== null) {
    file_put_contents($json, json_encode(['machine' => Bench\machine(), 'runs' => $results], JSON_PRETTY_PRINT) . "\n");
}
exit($failed ? 1 : 0);
