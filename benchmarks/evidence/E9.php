<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\BackendRow;
use Bench\Failed;
use Bench\Metric;
use Bench\Samples;
use Bench\Verdict;

final class E9 extends BackendRow
{
    private const TOTAL = 1000;  // and at least 20 for each at a time, or the gain would be that of opening connections
    private const EACH = 20;
    private const SAMPLE = 50;  // requests of the sequential run
    private const CONCURRENCY = [10, 50, 200];
    private const FULL = 0.9;   // share of its core from which on a client cannot gain more

    public function title(): string
    {
        return 'Concurrent client against a sequential one, 20 ms backend';
    }

    public function claim(): string
    {
        return 'a concurrent client is 10 times as fast as a sequential one (aiohttp against requests)';
    }

    public function metrics(): array
    {
        $metrics = [];
        foreach (self::CONCURRENCY as $n) {
            $metrics["gain$n"] = new Metric("gain with $n at a time", 'x');
            $metrics["cpu$n"] = new Metric("its core used, $n", '%', false);
        }
        return $metrics;
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 9;
    }

    private function run(array $command, int $total, int $concurrency, string ...$more): array
    {
        $report = $this->lab->json([...$command, $this->url(20), (string) $total, (string) $concurrency, ...$more],
            $this->lab->server_core(), ['GOMAXPROCS' => '1']);
        return $report['errors'] === 0 ? $report : throw new Failed("$report[errors] errors at a concurrency of $concurrency");
    }

    /** The gain over its own language's sequential client, measured just before. */
    private function gains(array $sequential, array $concurrent, array $sequential_more = [], array $concurrent_more = []): array
    {
        $one = $this->run($sequential, self::SAMPLE, 1, ...$sequential_more)['seconds'] / self::SAMPLE;
        $figures = [];
        foreach (self::CONCURRENCY as $n) {
            $total = max(self::TOTAL, self::EACH * $n);
            $report = $this->run($concurrent, $total, $n, ...$concurrent_more);
            $figures["gain$n"] = $one * $total / $report['seconds'];
            $figures["cpu$n"] = 100 * $report['cpu'] / $report['seconds'];
        }
        return $figures;
    }

    public function contenders(): array
    {
        $lab = $this->lab;
        $script = "$lab->root/benchmarks/fetch.php";
        $ours = function (string $way) use ($lab, $script) {
            $lab->require_hook($way === 'curl' ? 'curl' : 'socket streams');
            return $this->gains([...$lab->stock(), $script], [...$lab->async(), $script], [$way], [$way]);
        };
        $python = fn (string $kind) => [$lab->python('python3-requests', 'python3-aiohttp', 'python3-uvloop'), "$lab->peers/fetch.py", $kind];
        return [
            'async, file_get_contents' => fn () => $ours('file'),
            'async, curl_exec' => fn () => $ours('curl'),
            'async, streams kept open' => fn () => $ours('stream'),
            'PHP, curl_multi by hand' => fn () => $this->gains([...$lab->stock(), $script], [...$lab->stock(), "$lab->peers/fetch_multi.php"], ['curl']),
            'Go' => fn () => $this->gains([$lab->go('fetch')], [$lab->go('fetch')]),
            'aiohttp against requests' => fn () => $this->gains($python('requests'), $python('aiohttp')),
            'requests in threads' => fn () => $this->gains($python('requests'), $python('requests')),
        ];
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        foreach (['async, file_get_contents', 'async, curl_exec', 'async, streams kept open'] as $ours) {
            foreach (self::CONCURRENCY as $n) {
                $verdict = $s->verdict("$ours: >= 0.9 x the concurrency of $n", $ours, "gain$n", 0.9 * $n);
                $full = $s->has($ours, "cpu$n") && $s->median($ours, "cpu$n") >= 100 * self::FULL;
                $verdicts[] = $verdict->met === false && $full
                    ? new Verdict($verdict->claim, "$verdict->measured; its core is full", null) : $verdict;
            }
        }
        return $verdicts;
    }

    public function remarks(Samples $s): array
    {
        return [sprintf('The gain is over the same language\'s sequential client (%d requests) in the same round. A client that uses %d %% of its core '
            . 'or more is full: what it misses then is not judged.', self::SAMPLE, 100 * self::FULL)];
    }
}
