<?php
/**
 * The runs of tools/faults and their judgement: faults.php WORK SHIM JOBS TIMEOUT EVERY KINDS FILTER JSON. WORK/tree is a copy
 * of the work tree, WORK/php the command under test. A first run without faults counts the calls of each kind; where there are
 * fewer than N, the N-th never comes and that run is left out.
 */

[, $work, $shim, $jobs, $timeout, $every, $only_kinds, $filter, $json, $seconds] = $argv;

const KINDS = ['malloc', 'mmap', 'mprotect', 'epoll_ctl', 'eventfd', 'pipe', 'socket', 'accept', 'connect', 'read', 'write', 'recv',
    'send', 'again', 'intr', 'short', 'getaddrinfo', 'pthread_create', 'open', 'fork', 'memory_limit'];
/** These fail once or for ever for a reason; "try again" for ever is a hang by definition. */
const NEVER_EACH_TIME = ['again', 'intr'];
/** Requests for memory are counted in thousands: N parts them, so that what fails lies anywhere in the script. */
const PARTED = ['memory_limit'];
const AREAS = ['await', 'channel', 'coroutine', 'curl', 'deadlock', 'dns', 'fiber', 'files', 'fs_watcher', 'future', 'iterate', 'lifecycle',
    'paths', 'pipes', 'pool', 'process', 'scope', 'select', 'signal', 'sleep', 'sockets', 'sqlite', 'state', 'streams', 'sync',
    'task_group', 'thread', 'tls', 'storms', 'security'];

function sections(string $file): array
{
    $parts = preg_split('/^--([A-Z]+)--\R/m', file_get_contents($file), -1, PREG_SPLIT_DELIM_CAPTURE);
    $sections = [];
    for ($i = 1; $i < count($parts); $i += 2) {
        $sections[$parts[$i]] = $parts[$i + 1];
    }
    return $sections;
}

/** One test: its script beside the phpt, so that its includes are found. */
final class Test
{
    public array $calls = [];
    public float $seconds = 0;
    private array $settings = [];
    private array $environment = [];

    public function __construct(public readonly string $path, private readonly array $sections)
    {
        foreach (preg_split('/\R/', $sections['INI'] ?? '', -1, PREG_SPLIT_NO_EMPTY) as $line) {
            array_push($this->settings, '-d', str_replace('{PWD}', dirname($path), $line));
        }
        foreach (preg_split('/\R/', $sections['ENV'] ?? '', -1, PREG_SPLIT_NO_EMPTY) as $line) {
            [$name, $value] = explode('=', $line, 2);
            $this->environment[$name] = $value;
        }
    }

    public function script(int $slot): string
    {
        $script = sprintf('%s.fault%d.php', substr($this->path, 0, -5), $slot);
        file_put_contents($script, $this->sections['FILE'] ?? '');
        return $script;
    }

    public function is_skipped(): bool
    {
        global $work;
        foreach (preg_split('/\R/', $this->sections['EXTENSIONS'] ?? '', -1, PREG_SPLIT_NO_EMPTY) as $extension) {
            if ($extension !== 'async' && !extension_of_php_under_test($extension)) {
                return true;
            }
        }
        if (!isset($this->sections['SKIPIF'])) {
            return false;
        }
        $script = substr($this->path, 0, -5) . '.faultskip.php';
        file_put_contents($script, $this->sections['SKIPIF']);
        $answer = (string) shell_exec('cd ' . escapeshellarg(dirname($this->path)) . ' && timeout 30 ' . escapeshellarg("$work/php") . ' '
            . escapeshellarg($script) . ' 2>&1');
        unlink($script);
        return stripos(ltrim($answer), 'skip') === 0;
    }

    public function command(string $script): array
    {
        global $work;
        return ['setsid', "$work/php", '-d', 'auto_prepend_file=' . __DIR__ . '/faults_begin.php', '-d', 'default_socket_timeout=2',
            '-d', 'async.report_on_sigquit=1', '-d', 'error_reporting=-1', '-d', 'display_errors=1', '-d', 'html_errors=0',
            '-d', 'log_errors=0', ...$this->settings, $script];
    }

    public function environment(array $more): array
    {
        global $work, $shim;
        return $this->environment + $more + ['TEST_PHP_EXECUTABLE' => "$work/php", 'ASYNC_PRELOAD' => $shim] + getenv();
    }
}

function extension_of_php_under_test(string $name): bool
{
    global $work;
    static $all = null;
    $all ??= array_map('strtolower', preg_split('/\R/', (string) shell_exec(escapeshellarg("$work/php") . ' -m')));
    return in_array(strtolower($name), $all, true);
}

/** One run of a test: started, watched, judged. */
final class Run
{
    public string $verdict = '';
    public string $detail = '';
    private $process;
    private readonly string $script;
    private readonly string $output;
    private readonly string $report;
    private readonly float $began;
    private float $asked = 0;
    private int $size_when_asked = 0;
    private float $starved = 0;

    public function __construct(public readonly Test $test, public readonly string $kind, public readonly int $every, private readonly int $slot)
    {
        global $work;
        $this->script = $test->script($slot);
        $this->output = "$work/output.$slot";
        $this->report = "$work/report.$slot";
        @unlink($this->report);
        @unlink($this->output);
        $this->began = microtime(true);
        $this->process = proc_open($test->command($this->script), [['file', '/dev/null', 'r'], ['file', $this->output, 'a'],
            ['file', $this->output, 'a']], $pipes, dirname($test->path), $test->environment(['ASYNC_FAULT_KIND' => $kind,
            'ASYNC_FAULT_EVERY' => (string) (in_array($kind, PARTED, true) ? max(50, intdiv($test->calls[$kind], $every)) : $every), 'ASYNC_FAULT_REPORT' => $this->report]));
    }

    /** True when it is over. */
    public function look(): bool
    {
        global $timeout;
        $status = proc_get_status($this->process);
        // A loaded machine is no hang: what it spent in line for a processor does not count, nor what its children did.
        $this->starved = max($this->starved, $this->time_in_line($status['pid']));
        $age = microtime(true) - $this->began - $this->starved;
        if (!$status['running']) {
            $this->judge($status);
        } elseif (!$this->asked && $age > $timeout) {
            $this->asked = $age;
            clearstatcache();
            $this->size_when_asked = filesize($this->output);
            proc_terminate($this->process, 3);
            return false;
        } elseif ($this->asked && $age > $this->asked + 2) {
            $said = (string) file_get_contents($this->output, false, null, $this->size_when_asked);
            $cpu = array_sum(array_slice(explode(' ', (string) @file_get_contents("/proc/{$status['pid']}/stat")), 13, 2)) / 100;
            $this->detail = 'cpu ' . $cpu . ' s of ' . round($age, 1);
            // Turning without anybody who could run is a fault of ours, with somebody it is the script's own loop.
            $turns = preg_match('/=== COROUTINES of process \d+: \d+ alive, (\d+) can run/', $said, $m) === 1;
            $this->verdict = $turns && ($cpu < $age / 3 || $m[1] > 0) ? 'waiting' : 'hung';
            $this->end_all($status['pid']);
            while (proc_get_status($this->process)['running']) {
                usleep(10000);
            }
        } else {
            return false;
        }
        exec("kill -9 -- -$status[pid] 2>/dev/null");  // its session: a command that outlived it at a FIFO nobody opens, or in a loop
        $this->test->seconds = max($this->test->seconds, $age);
        @unlink($this->script);
        if (in_array($this->verdict, ['crashed', 'hung', 'waiting'], true)) {
            global $work;
            @mkdir("$work/bad");
            $name = strtr(substr($this->test->path, strlen("$work/tree/tests/phpt/"), -5), '/', '-');
            copy($this->output, "$work/bad/$this->verdict-$name-$this->kind-$this->every.out");
        }
        return true;
    }

    /** @return list<int> */
    private function children(int $pid): array
    {
        return array_map(intval(...), preg_split('/ /', (string) @file_get_contents("/proc/$pid/task/$pid/children"), -1, PREG_SPLIT_NO_EMPTY));
    }

    private function time_in_line(int $pid): float
    {
        return (int) (explode(' ', (string) @file_get_contents("/proc/$pid/schedstat"))[1] ?? 0) / 1e9
            + array_sum(array_map($this->time_in_line(...), $this->children($pid)));
    }

    /** The process and what it started. */
    private function end_all(int $pid): void
    {
        array_map($this->end_all(...), $this->children($pid));
        exec("kill -9 $pid 2>/dev/null");
    }

    private function judge(array $status): void
    {
        $said = (string) file_get_contents($this->output);
        $trouble = preg_match('/.*(Assertion .* failed|AddressSanitizer|runtime error:|terminate called|zend_mm_heap corrupted).*/', $said, $m)
            ? $m[0] : '';
        if ($this->asked && str_contains($said, 'async.report_on_sigquit is off: there is no event loop')) {
            // The fault left it without a loop: calls block as they do in stock PHP, also one that waits for another coroutine.
            [$this->verdict, $this->detail] = ['waiting', 'refused a loop, blocks as stock'];
        } elseif ($this->asked && $status['signaled'] && in_array($status['termsig'], [3, 24], true)) {
            // Before its first use of the scheduler nobody listens to SIGQUIT: it stands in a call of stock PHP, or in ours.
            [$this->verdict, $this->detail] = ['hung', 'no event loop'];
        } elseif ($status['signaled'] && $status['termsig'] === 9) {
            [$this->verdict, $this->detail] = ['hung', 'its processor time is used up'];  // ulimit, ASYNC_CPU_SECONDS
        } elseif ($status['signaled']) {
            [$this->verdict, $this->detail] = ['crashed', "signal {$status['termsig']} $trouble"];
        } elseif ($trouble !== '' || ($status['exitcode'] >= 128 && $status['exitcode'] < 160)) {
            [$this->verdict, $this->detail] = ['crashed', "exit {$status['exitcode']} $trouble"];
        } else {
            $this->verdict = $status['exitcode'] === 0 ? 'well' : 'error';
        }
        foreach (@file($this->report) ?: [] as $line) {
            [$name, $count] = explode(' ', $line);
            $this->test->calls[$name] = (int) $count;
        }
    }
}

/** Runs what the generator yields, so many at a time; each that is over goes to $done. */
function run_all(iterable $wanted, int $jobs, callable $done): void
{
    $running = [];
    $source = (fn () => yield from $wanted)();
    while ($source->valid() || $running) {
        for ($slot = 0; $slot < $jobs && $source->valid(); $slot++) {
            if (!isset($running[$slot])) {
                $running[$slot] = new Run(...[...$source->current(), $slot]);
                $source->next();
            }
        }
        foreach ($running as $slot => $run) {
            if ($run->look()) {
                unset($running[$slot]);
                $done($run);
            }
        }
        usleep(5000);
    }
}

$kinds = $only_kinds === '' ? KINDS : explode(',', $only_kinds);
$all_every = array_map('intval', explode(',', $every));
exec('rm -rf ' . escapeshellarg("$work/bad"));

$tests = [];
foreach (explode("\n", trim((string) shell_exec('find ' . escapeshellarg("$work/tree/tests/phpt") . ' -name "*.phpt" | sort'))) as $path) {
    $short = substr($path, strlen("$work/tree/tests/phpt/"));
    $wanted = $filter === '' ? in_array(strtok($short, '/'), AREAS, true)
        : array_filter(explode(',', $filter), fn ($glob) => fnmatch("*$glob*", $short));
    if (!$wanted) {
        continue;
    }
    $test = new Test($path, sections($path));
    if (!$test->is_skipped()) {
        $tests[$short] = $test;
    }
}

// What a test calls when nothing fails.
run_all((function () use ($tests) {
    foreach ($tests as $test) {
        yield [$test, 'none', 0];
    }
})(), (int) $jobs, function (Run $run) {
    if ($run->verdict === 'crashed') {
        fwrite(STDERR, "{$run->test->path} crashes without a fault: $run->detail\n");
    }
});
$slow = array_filter($tests, fn ($test) => $test->seconds > $timeout / 2 || !$test->calls);
foreach ($slow as $short => $test) {
    printf("left out, %s: %s\n", $test->calls ? 'too slow' : 'its process ends without a report', $short);
}
$tests = array_diff_key($tests, $slow);
printf("%d tests\n", count($tests));

$figures = $bad = [];
$planned = [];
foreach ($kinds as $kind) {
    foreach ($all_every as $every) {
        foreach ($tests as $test) {
            if ($every <= ($test->calls[$kind] ?? 0) && !($every === 1 && in_array($kind, NEVER_EACH_TIME, true))) {
                $planned[] = [$test, $kind, $every];
            }
        }
    }
}
// In rounds of one run for each kind and folder, so that a run cut short by --seconds has seen all of them.
mt_srand(1);
shuffle($planned);
$rounds = $so_far = [];
foreach ($planned as $one) {
    $pair = basename(dirname($one[0]->path)) . " $one[1]";
    $rounds[] = $so_far[$pair] = ($so_far[$pair] ?? 0) + 1;
}
array_multisort($rounds, array_keys($planned), $planned);
$end = microtime(true) + ($seconds > 0 ? $seconds : INF);
run_all((function () use ($planned, $end) {
    foreach ($planned as $one) {
        if (microtime(true) > $end) {
            return;
        }
        yield $one;
    }
})(), (int) $jobs, function (Run $run) use (&$figures, &$bad, $work) {
    $row = &$figures["$run->kind/$run->every"];
    $row ??= ['kind' => $run->kind, 'every' => $run->every, 'runs' => 0, 'well' => 0, 'error' => 0, 'waiting' => 0, 'crashed' => 0, 'hung' => 0];
    $row['runs']++;
    $row[$run->verdict]++;
    if (!in_array($run->verdict, ['well', 'error'], true)) {
        $line = sprintf('%-8s %s %s/%d: %s', $run->verdict, substr($run->test->path, strlen("$work/tree/tests/phpt/")), $run->kind, $run->every,
            $run->detail);
        $bad[] = $line;
        fwrite(STDERR, "$line\n");
    }
});

ksort($figures, SORT_NATURAL);
$total = ['runs' => 0, 'well' => 0, 'error' => 0, 'waiting' => 0, 'crashed' => 0, 'hung' => 0];
printf("\n%-16s %6s %7s %11s %10s %8s %8s %6s\n", 'kind', 'every', 'tests', 'ended well', 'PHP error', 'waiting', 'crashed', 'hung');
foreach ($figures as $row) {
    printf("%-16s %6d %7d %11d %10d %8d %8d %6d\n", $row['kind'], $row['every'], $row['runs'], $row['well'], $row['error'], $row['waiting'],
        $row['crashed'], $row['hung']);
    foreach ($total as $name => $_) {
        $total[$name] += $row[$name];
    }
}
printf("%-16s %6s %7d %11d %10d %8d %8d %6d\n", 'all', '', ...array_values($total));
if ($total['runs'] < count($planned)) {
    printf("the time was over after %d of %d runs\n", $total['runs'], count($planned));
}
if ($bad) {
    sort($bad);
    echo "\n", implode("\n", $bad), "\nwhat they printed: $work/bad\n";
}
if ($json !== '') {
    file_put_contents($json, json_encode(['date' => gmdate('c'), 'tool' => 'faults', 'profile' => basename($work), 'tests' => count($tests),
        'planned' => count($planned),
        'total' => $total, 'rows' => array_values($figures), 'bad' => $bad], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n");
}
exit($total['crashed'] + $total['hung'] > 0 ? 1 : 0);
