<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\BackendRow;
use Bench\Failed;
use Bench\Metric;
use Bench\Samples;
use Bench\Verdict;

final class E7 extends BackendRow
{
    private const TOTAL = 10000;
    private const SAMPLE = 20;  // requests of the sequential client, scaled: 10,000 would take eight minutes

    public function title(): string
    {
        return '10,000 requests to a backend of 50 ms';
    }

    public function claim(): string
    {
        return '10,000 URLs: 1,800 s one after the other, 85 s with 100 threads, 14 s async';
    }

    public function metrics(): array
    {
        return [
            's100' => new Metric('100 at a time', 's', false),
            's1000' => new Metric('1,000 at a time', 's', false),
        ];
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 7;
    }

    /** @param callable(string, int, int): array $command url, total, concurrency → command */
    private function measure(callable $command, array $environment = []): array
    {
        $seconds = [];
        foreach ([100, 1000] as $concurrency) {
            $report = $this->lab->json($command($this->url(50), self::TOTAL, $concurrency),
                $this->lab->server_core(), $environment);
            if ($report['errors'] > 0) {
                throw new Failed("$report[errors] errors at a concurrency of $concurrency");
            }
            $seconds["s$concurrency"] = $report['seconds'];
        }
        return $seconds;
    }

    private function one_after_the_other(): array
    {
        $report = $this->lab->json([...$this->lab->stock(), $this->lab->root . '/benchmarks/fetch.php',
            $this->url(50), (string) self::SAMPLE, '1', 'curl'], $this->lab->server_core());
        $seconds = $report['seconds'] * self::TOTAL / self::SAMPLE;
        return ['s100' => $seconds, 's1000' => $seconds];
    }

    public function contenders(): array
    {
        $lab = $this->lab;
        $ours = fn (string $way) => $this->measure(function ($url, $total, $concurrency) use ($lab, $way) {
            $lab->require_hook($way === 'curl' ? 'curl' : 'socket streams');
            return [...$lab->async(), "$lab->root/benchmarks/fetch.php", $url, $total, $concurrency, $way];
        });
        $python = fn (string $kind, string ...$packages) => $this->measure(fn ($url, $total, $concurrency) =>
            [$lab->python(...$packages), "$lab->peers/fetch.py", $kind, $url, $total, $concurrency]);
        return [
            'raw C' => function () use ($lab) {
                $seconds = [];
                foreach ([100, 1000] as $concurrency) {
                    $load = ['path' => '/?ms=50', 'conns' => $concurrency, 'total' => self::TOTAL, 'body' => 256];
                    $seconds["s$concurrency"] = $lab->http_load($this->backend, $load)['seconds'];
                }
                return $seconds;
            },
            'async, streams kept open' => fn () => $ours('stream'),
            'async, curl_exec' => fn () => $ours('curl'),
            'PHP, one after the other (scaled)' => fn () => $this->one_after_the_other(),
            'PHP, curl_multi by hand' => fn () => $this->measure(fn ($url, $total, $concurrency) =>
                [...$lab->stock(), "$lab->peers/fetch_multi.php", $url, $total, $concurrency]),
            'Go' => fn () => $this->measure(fn ($url, $total, $concurrency) => [$lab->go('fetch'), $url, $total, $concurrency], ['GOMAXPROCS' => '1']),
            'aiohttp on uvloop' => fn () => $python('uvloop', 'python3-aiohttp', 'python3-uvloop'),
        ];
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        foreach (['s100' => 5.15, 's1000' => 0.70] as $metric => $limit) {
            foreach (['async, streams kept open', 'async, curl_exec'] as $ours) {
                $verdicts[] = $this->verdict($s, $ours, $metric, $limit);
            }
        }
        return $verdicts;
    }

    /** The limit itself, or, where the machine is slower than that, Go's client in the same run. */
    private function verdict(Samples $s, string $ours, string $metric, float $limit): Verdict
    {
        $absolute = $s->verdict(sprintf('%s: %s <= %.2f s, or <= 1.1 x Go', $ours, $this->metrics()[$metric]->title, $limit), $ours, $metric, null, $limit);
        $beside = $s->ratio_verdict('', $ours, 'Go', $metric, null, 1.1);
        return $absolute->met === null ? $absolute
            : new Verdict($absolute->claim, "$absolute->measured s; $beside->measured of Go", $absolute->met || $beside->met);
    }

    public function remarks(Samples $s): array
    {
        return ['The floors are 5.0 s and 0.5 s. Backend and raw C share a core, every other client has one of its own; each keeps its connections. '
            . 'Every answer is checked for status and length.'];
    }
}
