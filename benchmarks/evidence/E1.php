<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\BackendRow;
use Bench\Metric;
use Bench\Samples;
use Bench\Server;
use Bench\Verdict;

final class E1 extends BackendRow
{
    private const CLIENTS = 16;
    private const CALLS = 3;
    private const MS = 5;
    private const WORK_MS = 5;
    private const WORKERS = [1, 2, 3, 4, 6, 8, 16];
    private const OURS = 'async, one process';
    private const GAIN = 1.4;
    private int $turns;

    public function title(): string
    {
        return '3 calls of 5 ms and 5 ms of PHP per request, one core';
    }

    public function claim(): string
    {
        return 'a service migrated to async: 40 % more throughput per instance, 30 % less cost (Duolingo)';
    }

    public function metrics(): array
    {
        return [
            'rate' => new Metric('answers', '1/s'),
            'mib' => new Metric('memory', 'MiB', false),
            'p50' => new Metric('p50', 'ms', false),
            'p99' => new Metric('p99', 'ms', false),
        ];
    }

    public function reference(): ?string
    {
        return self::OURS;
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 7;
    }

    public function begin(): void
    {
        $this->turns = $this->lab->json([...$this->lab->stock(), "{$this->lab->root}/benchmarks/mixed.php", '--calibrate'], $this->lab->server_core())['turns'];
        parent::begin();
    }

    private function measure(Server $server): array
    {
        $report = $this->lab->http_load($server, ['conns' => self::CLIENTS, 'seconds' => $this->lab->short ? 3 : 8, 'warmup' => 0.7]);
        $memory = $server->memory();
        $server->stop();
        return ['rate' => $report['rate'], 'mib' => $memory / 1048576, 'p50' => $report['p50_us'] / 1000, 'p99' => $report['p99_us'] / 1000];
    }

    private static function name(int $workers): string
    {
        return 'PHP, ' . ($workers === 1 ? '1 worker' : "$workers workers");
    }

    public function contenders(): array
    {
        $options = ['url' => $this->url(self::MS), 'calls' => self::CALLS, 'turns' => self::WORK_MS * $this->turns];
        $contenders = [self::OURS => fn () => $this->measure($this->coroutines('mixed', 'stream', $options))];
        foreach (self::WORKERS as $workers) {
            $contenders[self::name($workers)] = fn () => $this->measure($this->workers($workers, self::CLIENTS, 'mixed', 'stream', $options));
        }
        return $contenders;
    }

    /** The most sync workers that fit into the memory of our process, at least one. */
    private function equal_memory(Samples $s): int
    {
        $fit = self::WORKERS[0];
        foreach (self::WORKERS as $workers) {
            if ($s->has(self::name($workers), 'mib') && $s->median(self::name($workers), 'mib') <= $s->median(self::OURS, 'mib')) {
                $fit = $workers;
            }
        }
        return $fit;
    }

    public function verdicts(Samples $s): array
    {
        if (!$s->has(self::OURS, 'mib')) {
            return [new Verdict('>= 1.4 x the answers/s at equal memory', 'not measured', null)];
        }
        $workers = self::name($this->equal_memory($s));
        return [$s->ratio_verdict(sprintf('>= 1.4 x the answers/s of as many sync workers as fit into its memory (%s)', $workers), self::OURS, $workers,
            'rate', self::GAIN)];
    }

    public function remarks(Samples $s): array
    {
        $stops = null;
        foreach (self::WORKERS as $workers) {
            $ratio = $s->ratio(self::OURS, self::name($workers), 'rate');
            if ($ratio && \Bench\median($ratio) < self::GAIN) {
                $stops = sprintf('It stops being true at %s: %s of their answers/s', self::name($workers), \Bench\spread_text($ratio));
                $stops .= sprintf(', with %s of their memory.', \Bench\figure(\Bench\median($s->ratio(self::OURS, self::name($workers), 'mib'))));
                break;
            }
        }
        return [$stops ?? 'It is true up to the most sync workers measured.',
            sprintf('%d clients. The %d ms of PHP are processor time: %d answers a second are all that one core can give, to whomever.',
                self::CLIENTS, self::WORK_MS, 1000 / self::WORK_MS)];
    }
}
