<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\BackendRow;
use Bench\Metric;
use Bench\Samples;
use Bench\Server;
use Bench\Verdict;

final class E5 extends BackendRow
{
    private const CLIENTS = 64;
    private const MS = 5;

    public function title(): string
    {
        return 'A handler with one call of 5 ms, 64 clients';
    }

    public function claim(): string
    {
        return 'latency of a handler under concurrent clients falls from 42 to 8 ms (Talk Python)';
    }

    public function metrics(): array
    {
        return [
            'p50' => new Metric('p50', 'ms', false),
            'p99' => new Metric('p99', 'ms', false),
            'rate' => new Metric('answers', '1/s'),
        ];
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 9;
    }

    private function load(Server $server, string $path = '/'): array
    {
        $report = $this->lab->http_load($server, ['conns' => self::CLIENTS, 'path' => $path, 'body' => 256,
            'seconds' => $this->lab->short ? 2 : 5, 'warmup' => 0.5]);
        return ['p50' => $report['p50_us'] / 1000, 'p99' => $report['p99_us'] / 1000, 'rate' => $report['rate']];
    }

    private function measure(Server $server): array
    {
        $figures = $this->load($server);
        $server->stop();
        return $figures;
    }

    public function contenders(): array
    {
        $ours = fn (string $way) => $this->measure($this->coroutines('call', $way, ['url' => $this->url(self::MS)]));
        $stock = fn (int $workers) => $this->measure($this->workers($workers, self::CLIENTS, 'call', 'stream', ['url' => $this->url(self::MS)]));
        return [
            'the call alone (raw C)' => fn () => $this->load($this->backend, '/?ms=' . self::MS),
            'async, streams kept open' => fn () => $ours('stream'),
            'async, curl_exec' => fn () => $ours('curl'),
            'async, file_get_contents' => fn () => $ours('file'),
            'PHP, 8 workers' => fn () => $stock(8),
            'PHP, 64 workers' => fn () => $stock(64),
            'Go' => fn () => $this->measure($this->go_server('call', $this->url(self::MS))),
            'aiohttp on asyncio' => fn () => $this->measure($this->aiohttp('asyncio', 'call', $this->url(self::MS))),
        ];
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        foreach (['async, streams kept open', 'async, curl_exec', 'async, file_get_contents'] as $ours) {
            $verdicts[] = $s->verdict(sprintf('%s: p50 <= 1.5 x the call (%.1f ms)', $ours, 1.5 * self::MS), $ours, 'p50', null, 1.5 * self::MS);
        }
        return $verdicts;
    }

    public function remarks(Samples $s): array
    {
        return ['All clients ask again at once, so p50 is also what the server can do: below 7.5 ms means more than '
            . number_format(self::CLIENTS * 1000 / 7.5) . ' requests a second on one core. Workers: one of stock PHP serves its kept-alive '
            . 'connections one request at a time.'];
    }
}
