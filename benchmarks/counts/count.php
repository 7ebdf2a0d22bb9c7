<?php
// Counts what one operation costs, compares it with the cost table, and fails when it is above. Nothing here is a time: the
// figures are the same on a busy machine.
//
// usage: php -d extension=async benchmarks/counts/count.php [--instructions] [--record] [--json FILE] [OPERATION…]
//   --instructions  also instructions, by callgrind, beside those of PHP's Fiber; compared with instructions.json
//   --record        with --instructions: writes instructions.json instead of comparing
//
// Allocations and clock reads come from a library preloaded into the child (count_calls.c), system calls from strace. What
// is missing on this machine is said and skipped.

declare(strict_types=1);

require __DIR__ . '/../lib/stats.php';
require __DIR__ . '/../lib/process.php';

const FEW = 1000;
const MANY = 3000;
const INSTRUCTIONS_FILE = __DIR__ . '/instructions.json';
const INSTRUCTIONS_TOLERANCE = 0.05;

final class Counter
{
    private string $scratch;
    public ?string $preload = null;
    public bool $strace;
    public bool $valgrind;

    public function __construct()
    {
        $this->scratch = sys_get_temp_dir() . '/async-counts-' . getmypid();
        mkdir($this->scratch, 0700);
        $this->strace = self::has('strace');
        $this->valgrind = self::has('valgrind');
        $library = $this->scratch . '/count_calls.so';
        exec('cc -O2 -shared -fPIC -o ' . escapeshellarg($library) . ' ' . escapeshellarg(__DIR__ . '/count_calls.c') . ' -ldl 2>&1', $said, $status);
        if ($status === 0) {
            $this->preload = $library;
        } else {
            fwrite(STDERR, 'count_calls.c does not build here: ' . implode("\n", $said) . "\n");
        }
    }

    public function __destruct()
    {
        array_map('unlink', glob($this->scratch . '/*'));
        rmdir($this->scratch);
    }

    private static function has(string $program): bool
    {
        exec('command -v ' . escapeshellarg($program), $said, $status);
        return $status === 0;
    }

    private function run(array $command, array $environment = []): void
    {
        $errors = $this->scratch . '/stderr';
        $child = proc_open($command, [STDIN, ['file', '/dev/null', 'w'], ['file', $errors, 'w']], $pipes, null, $environment + getenv());
        $status = proc_close($child);
        if ($status !== 0) {
            throw new RuntimeException(implode(' ', $command) . " ended with status $status: " . file_get_contents($errors));
        }
    }

    private function work(string $operation, int $n): array
    {
        return [...Bench\php_command(), '-d', 'memory_limit=-1', __DIR__ . '/work.php', $operation, (string) $n];
    }

    /** Per operation: the difference of two runs. @param callable(int): array<string, int> $measure */
    private function difference(callable $measure): array
    {
        $few = $measure(FEW);
        $many = $measure(MANY);
        $each = [];
        foreach ($many as $name => $count) {
            $each[$name] = ($count - ($few[$name] ?? 0)) / (MANY - FEW);
        }
        return $each;
    }

    public function library_calls(string $operation): array
    {
        if (!$this->preload) {
            return [];
        }
        $each = $this->difference(function (int $n) use ($operation): array {
            $file = $this->scratch . '/sums';
            @unlink($file);
            $this->run($this->work($operation, $n), ['LD_PRELOAD' => $this->preload, 'COUNT_CALLS_FILE' => $file, 'USE_ZEND_ALLOC' => '0']);
            return array_combine(['allocated', 'freed', 'grown', 'coarse', 'fine'], array_values(unpack('P5', file_get_contents($file))));
        });
        return ['allocations' => $each['allocated'] + $each['grown'], 'left' => $each['allocated'] - $each['freed'],
            'coarse' => $each['coarse'], 'fine' => $each['fine']];
    }

    /** @return array<string, float> by name, and their sum as "calls" */
    public function system_calls(string $operation): array
    {
        if (!$this->strace) {
            return [];
        }
        return $this->difference(function (int $n) use ($operation): array {
            $file = $this->scratch . '/strace';
            $this->run(['strace', '-f', '-c', '-o', $file, ...$this->work($operation, $n)]);
            $counts = Bench\strace_counts($file);
            return $counts + ['calls' => array_sum($counts)];
        });
    }

    public function instructions(string $operation): ?float
    {
        if (!$this->valgrind) {
            return null;
        }
        return $this->difference(function (int $n) use ($operation): array {
            $file = $this->scratch . '/callgrind';
            $this->run(['valgrind', '--tool=callgrind', "--callgrind-out-file=$file", ...$this->work($operation, $n)]);
            preg_match('/^(?:summary|totals): (\d+)/m', file_get_contents($file), $m);
            return ['instructions' => (int) $m[1]];
        })['instructions'];
    }
}

function shown(?float $value): string
{
    return $value === null ? '-' : number_format(round($value, 3) + 0.0, abs($value - round($value)) < 0.0005 ? 0 : 3);
}

/** What instructions.json says for this PHP and compiler, or nothing. */
function recorded(string $key): array
{
    $all = is_file(INSTRUCTIONS_FILE) ? json_decode(file_get_contents(INSTRUCTIONS_FILE), true) : [];
    return $all[$key] ?? [];
}

function record(string $key, array $instructions): void
{
    $all = is_file(INSTRUCTIONS_FILE) ? json_decode(file_get_contents(INSTRUCTIONS_FILE), true) : [];
    $all[$key] = array_map(fn ($count) => (int) round($count), $instructions) + ($all[$key] ?? []);
    ksort($all[$key]);
    file_put_contents(INSTRUCTIONS_FILE, json_encode($all, JSON_PRETTY_PRINT) . "\n");
}

$want_instructions = false;
$recording = false;
$json = null;
$wanted = [];
for ($i = 1; $i < $argc; $i++) {
    match ($argv[$i]) {
        '--instructions' => $want_instructions = true,
        '--record' => $recording = true,
        '--json' => $json = $argv[++$i] ?? null,
        default => $wanted[] = $argv[$i],
    };
}
if (!extension_loaded('async')) {
    fwrite(STDERR, "count.php needs the extension: php -d extension=async benchmarks/counts/count.php\n");
    exit(2);
}
exec(implode(' ', array_map('escapeshellarg', [...Bench\php_command(), __DIR__ . '/work.php', '--list'])), $operations, $status);
if ($status !== 0 || array_diff($wanted, $operations)) {
    fwrite(STDERR, 'unknown operation; this build has: ' . implode(' ', $operations) . "\n");
    exit(2);
}

$limits = require __DIR__ . '/cost_table.php';
$counter = new Counter();
$wanted = $wanted ?: array_values(array_diff($operations, $want_instructions ? [] : array_filter($operations, fn ($name) => !isset($limits[$name]))));
foreach (array_diff(array_keys($limits), $operations) as $missing) {
    echo "$missing: not in this build\n";
}
if (!$counter->strace) {
    echo "strace is missing: system calls are not counted\n";
}
if ($want_instructions && !$counter->valgrind) {
    echo "valgrind is missing: instructions are not counted\n";
}

// The coarse part of a version: what decides which machine code runs.
$key = 'php ' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . (PHP_ZTS ? ' zts' : ' nts') . (PHP_DEBUG ? ' debug' : '') . ' ' . php_uname('m');
$known = recorded($key);
$rows = [];
$report = [];
$above = [];
$instructions = [];
foreach ($wanted as $operation) {
    $calls = $counter->system_calls($operation);
    $each = $counter->library_calls($operation) + array_intersect_key($calls, ['calls' => 0]);
    $names = array_filter($calls, fn ($count, $name) => $name !== 'calls' && $count > 0.004, ARRAY_FILTER_USE_BOTH);
    foreach ($limits[$operation] ?? [] as $quantity => $limit) {
        // An array that doubles during the longer run is not a cost of the operation.
        if (isset($each[$quantity]) && $each[$quantity] > $limit + 0.005) {
            $above[] = sprintf('%s: %s %s, allowed %s', $operation, shown($each[$quantity]), $quantity, shown((float) $limit));
        }
    }
    if ($want_instructions && $operation !== 'delay' && $operation !== 'delay_shared') {
        $instructions[$operation] = $each['instructions'] = $counter->instructions($operation);
        if (!$recording && isset($known[$operation]) && $each['instructions'] > $known[$operation] * (1 + INSTRUCTIONS_TOLERANCE)) {
            $above[] = sprintf('%s: %.0f instructions, recorded %d', $operation, $each['instructions'], $known[$operation]);
        }
    }
    arsort($names);
    $listed = implode(' ', array_map(fn ($name, $count) => $name . ' ' . shown($count), array_keys($names), $names));
    $row = [$operation, shown($each['allocations'] ?? null), shown($each['left'] ?? null), shown($each['calls'] ?? null),
        shown($each['coarse'] ?? null), shown($each['fine'] ?? null)];
    if ($want_instructions) {
        array_push($row, isset($each['instructions']) ? number_format($each['instructions']) : '-',
            isset($known[$operation]) ? number_format($known[$operation]) : '-');
    }
    $row[] = $listed;
    $rows[] = $row;
    $report[$operation] = $each + ['names' => $names];
}

echo "per operation, from runs of " . FEW . ' and ' . MANY . "\n\n";
echo Bench\table(['', 'allocations', 'left', 'system calls', 'coarse clock', 'clock',
    ...($want_instructions ? ['instructions', 'recorded'] : []), 'which calls'], $rows);
if ($recording && $want_instructions) {
    record($key, array_filter($instructions, fn ($count) => $count !== null));
}
if ($json !== null) {
    file_put_contents($json, json_encode($report, JSON_PRETTY_PRINT) . "\n");
}
if (!$counter->preload && !$counter->strace) {
    echo "\nnothing could be counted on this machine\n";
    exit(77);
}
echo "\n", $above ? "ABOVE THE COST TABLE:\n  " . implode("\n  ", $above) . "\n" : "within the cost table\n";
exit($above ? 1 : 0);
