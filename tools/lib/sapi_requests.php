<?php
/**
 * The driver of tools/sapi-requests and its judgement: sapi_requests.php DIRECTORY HTTP JSON BUILD REQUESTS SEED KINDS NAME=LANE...
 * LANE is fastcgi:SOCKET, host:COMMAND or cgi:COMMAND; a number before it and "*" replaces REQUESTS. Lanes of one name run at the
 * same time, each name after the one before it.
 */

require __DIR__ . '/sapi_lanes.php';
[, $directory, $http, $json, $build, $requests, $seed, $only] = $argv;
$kinds = require __DIR__ . '/sapi_kinds.php';
if ($only !== '') {
    $kinds = array_intersect_key($kinds, array_flip(explode(',', $only)));
    $kinds ?: exit("no such kind\n");
}

const PATIENCE = 30;  // seconds for an answer
/** How much of each a worker may gain between its early and its late requests, and of what: the floor, or every single one. */
const ALLOWED = ['runtime_stats()' => 0, 'descriptors' => 0, 'threads' => 0, 'zombies' => 0, 'PHP memory KiB' => 64, 'RSS KiB' => 2048];
const FLOORS = ['zombies', 'PHP memory KiB', 'RSS KiB'];  // a child may end just before it is counted
const WARM = 1000;  // requests, after which the process has grown to its size
/** What runtime_stats() says of settings. */
const SETTINGS = ['fiber_pool_min' => 0, 'fiber_stack_size' => 0];

/** One worker: what it has been asked, what it answered, and what it found at the start of each request. */
final class Worker
{
    public int $asked = 0;
    public int $answered = 0;
    public bool $over = false;
    /** @var array<string, int> what went wrong, how often */
    public array $failures = [];
    /** @var list<array<string, int>> */
    public array $samples = [];
    private ?array $first = null;
    private string $kind;
    private string $token;
    private float $deadline;
    private array $order;

    public function __construct(private readonly Lane $lane, private readonly int $requests, array $kinds, int $seed)
    {
        mt_srand($seed);
        $this->order = [];
        while (count($this->order) < $requests) {  // shuffled anew each time, so that each follows each
            $names = array_keys($kinds);
            shuffle($names);
            array_push($this->order, ...$names);
        }
    }

    public function ask(): void
    {
        global $directory, $http, $seed;
        $this->over = $this->asked === $this->requests;
        if ($this->over) {
            $this->lane->close();
            return;
        }
        $this->kind = $this->order[$this->asked++];
        $this->token = 't' . md5(spl_object_id($this) . "-$this->asked-$seed");
        $this->deadline = microtime(true) + PATIENCE;
        $this->lane->send(http_build_query(['kind' => $this->kind, 'token' => $this->token, 'http' => $http, 'dir' => $directory]));
    }

    public function stream()
    {
        return $this->lane->stream;
    }

    public function look(bool $readable): void
    {
        global $kinds;
        if (!$readable) {
            if (microtime(true) > $this->deadline) {
                $this->fail('no answer in ' . PATIENCE . ' s');
                $this->over = true;
            }
            return;
        }
        if ($kinds[$this->kind][0] === null) {
            if ($this->lane->hang_up()) {
                $this->answered++;
                $this->ask();
                return;
            }
        }
        if ($answer = $this->lane->receive()) {
            $this->answered++;
            $this->judge($answer, $kinds[$this->kind][0]);
            $this->ask();
        }
    }

    private function fail(string $what): void
    {
        $key = "$this->kind: " . str_replace($this->token, 'T', $what);
        $this->failures[$key] = ($this->failures[$key] ?? 0) + 1;
    }

    private function judge(Answer $answer, string $expected): void
    {
        $found = json_decode($answer->headers['x-found'] ?? '', true);
        if ($answer->trouble !== '' || !is_array($found)) {
            $this->fail(substr("$answer->trouble $answer->body", 0, 500));
            return;
        }
        $pattern = strtr(preg_quote($expected, '/'), ['\*' => '.*', 'T' => $this->token]);
        preg_match("/^$pattern$/s", trim($answer->body)) || $this->fail("answered \"$answer->body\"");
        if ($answer->headers['x-token'] !== $this->token) {
            $this->fail('header of another request: ' . $answer->headers['x-token']);
        }
        $this->first ??= $found;
        if (!$this->lane instanceof ProcessLane && $found['pid'] !== $this->first['pid']) {
            $this->fail('the worker has been replaced: its predecessor died');
            $this->first['pid'] = $found['pid'];
        }
        foreach ($this->first['state'] as $name => $value) {
            if ($found['state'][$name] !== $value) {
                $this->fail("finds other $name than the first request: " . $this->difference($value, $found['state'][$name])
                    . ', after ' . ($this->order[$this->asked - 2] ?? 'nothing'));
                $this->first['state'][$name] = $found['state'][$name];  // told once
            }
        }
        $this->samples[] = ['runtime_stats()' => array_sum(array_diff_key($found['stats'], SETTINGS))]
            + array_intersect_key($found, ALLOWED);
    }

    private function difference(mixed $before, mixed $now): string
    {
        $all = fn ($value) => is_array($value) ? array_map(json_encode(...), $value) : [json_encode($value)];
        return implode(' ', array_diff_assoc($all($now), $all($before))) . ' instead of ' . implode(' ', array_diff_assoc($all($before), $all($now)));
    }

    /** @return array<string, array{int, int}> early and late, without the first fifth, which is for warming up */
    public function pairs(): array
    {
        $judged = array_slice($this->samples, intdiv(count($this->samples), 5));
        $half = intdiv(count($judged), 2);
        $pairs = [];
        foreach (ALLOWED as $name => $_) {
            $of = in_array($name, FLOORS, true) ? min(...) : max(...);
            $column = array_column($judged, $name);
            $pairs[$name] = $half ? [$of(array_slice($column, 0, $half)), $of(array_slice($column, $half))] : [0, 0];
        }
        return $pairs;
    }
}

/** Until all are over. */
function run(string $name, array $workers): void
{
    $begin = microtime(true);
    $next = 0;
    array_walk($workers, fn ($worker) => $worker->ask());
    while ($busy = array_filter($workers, fn ($worker) => !$worker->over)) {
        $readable = array_map(fn ($worker) => $worker->stream(), $busy);
        $none = null;
        stream_select($readable, $none, $none, 1);
        foreach ($busy as $i => $worker) {
            $worker->look(isset($readable[$i]));
        }
        $now = microtime(true) - $begin;
        if ($now >= $next || !array_filter($busy, fn ($worker) => !$worker->over)) {
            $last = array_merge(...array_map(fn ($worker) => array_slice($worker->samples, -1), $workers));
            fprintf(STDERR, "%-14s %6.0f s  %6d answered, %d failed  RSS %s KiB\n", $name, $now, array_sum(array_column($workers, 'answered')),
                array_sum(array_map(fn ($worker) => array_sum($worker->failures), $workers)), implode(', ', array_column($last, 'RSS KiB')));
            $next = $now + 5;
        }
    }
}

$sapis = [];
foreach (array_slice($argv, 8) as $spec) {
    [$name, $lane] = explode('=', $spec, 2);
    $count = preg_match('/^(\d+)\*(.*)$/', $lane, $match) ? (int) $match[1] : (int) $requests;
    [$type, $target] = explode(':', $match[2] ?? $lane, 2);
    $lane = match ($type) {
        'fastcgi' => new FastCgiLane($target),
        'host' => new HostLane(preg_split('/ /', $target, -1, PREG_SPLIT_NO_EMPTY)),
        'cgi' => new ProcessLane(preg_split('/ /', $target, -1, PREG_SPLIT_NO_EMPTY)),
    };
    $possible = $type === 'fastcgi' ? $kinds : array_filter($kinds, fn ($kind) => $kind[0] !== null);
    $sapis[$name][] = new Worker($lane, $count, $possible, (int) $seed + count($sapis[$name] ?? []));
}
$rows = [];
$grown = false;
foreach ($sapis as $name => $workers) {
    run($name, $workers);
    foreach ($workers as $worker) {
        $row = ['sapi' => $name, 'requests' => $worker->answered, 'failed' => array_sum($worker->failures), 'figures' => $worker->pairs(),
            'failures' => $worker->failures, 'grown' => []];
        foreach ($row['figures'] as $figure => [$early, $late]) {
            $judged = $figure !== 'RSS KiB' || $worker->answered >= WARM;
            if (($judged && $late - $early > ALLOWED[$figure]) || ($figure === 'runtime_stats()' && $late > 0)) {
                $row['grown'][] = $figure;
            }
        }
        $grown = $grown || $row['grown'] || $row['failed'];
        $rows[] = $row;
    }
}

printf("\n%-16s %8s %7s", 'SAPI', 'requests', 'failed');
foreach (ALLOWED as $name => $_) {
    printf('  %17s', $name);
}
echo "\n";
foreach ($rows as $row) {
    printf('%-16s %8d %7d', $row['sapi'], $row['requests'], $row['failed']);
    foreach ($row['figures'] as $pair) {
        printf('  %17s', implode(' -> ', $pair));
    }
    echo $row['grown'] ? '  GROWS: ' . implode(', ', $row['grown']) : '', "\n";
}
foreach ($rows as $row) {
    foreach ($row['failures'] as $what => $times) {
        echo "$row[sapi]: $times times, $what\n";
    }
}
if ($json !== '') {
    file_put_contents($json, json_encode(['date' => gmdate('c'), 'tool' => 'sapi-requests', 'profile' => $build, 'kinds' => count($kinds),
        'rows' => $rows], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n");
}
exit($grown ? 1 : 0);
