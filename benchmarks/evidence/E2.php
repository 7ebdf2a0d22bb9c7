<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\BackendRow;
use Bench\Metric;
use Bench\Samples;
use Bench\Server;

final class E2 extends BackendRow
{
    private const CALLS = 40;
    private const MS = '10-50';
    private const CLIENTS = 16;
    private const OURS = ['async, file_get_contents', 'async, curl_exec', 'async, streams kept open'];

    public function title(): string
    {
        return '40 calls of 10 to 50 ms in each request';
    }

    public function claim(): string
    {
        return 'more than 40 calls per request: twice the throughput, half the latency, 95 % fewer errors (Super.com)';
    }

    public function metrics(): array
    {
        return [
            'alone' => new Metric('p50, 1 client', 'ms', false),
            'rate' => new Metric('answers, 16 clients', '1/s'),
            'p50' => new Metric('p50, 16 clients', 'ms', false),
            'p99' => new Metric('p99, 16 clients', 'ms', false),
        ];
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 7;
    }

    /** The slowest of 40 calls that nobody keeps waiting, as the load generator sees it. */
    private function slowest_call(): array
    {
        $slowest = array_map(fn () => $this->lab->http_load($this->backend, ['conns' => self::CALLS, 'total' => self::CALLS,
            'path' => '/?ms=' . self::MS, 'body' => 256])['max_us'] / 1000, range(1, 9));
        return ['alone' => \Bench\median($slowest)];
    }

    private function measure(Server $server): array
    {
        $seconds = $this->lab->short ? 1.5 : 5;
        $alone = $this->lab->http_load($server, ['conns' => 1, 'seconds' => $seconds, 'warmup' => 0.2]);
        $busy = $this->lab->http_load($server, ['conns' => self::CLIENTS, 'seconds' => $seconds, 'warmup' => 0.5, 'grace' => 5]);
        $server->stop();
        return ['alone' => $alone['p50_us'] / 1000, 'rate' => $busy['rate'], 'p50' => $busy['p50_us'] / 1000, 'p99' => $busy['p99_us'] / 1000];
    }

    public function contenders(): array
    {
        $calls = (string) self::CALLS;
        $url = $this->url(self::MS);
        $ours = fn (string $way) => $this->measure($this->coroutines('fan', $way, ['url' => $url, 'calls' => $calls]));
        // One more worker than clients: the connection of the first measurement may not be gone yet.
        $stock = fn (string $way) => $this->measure($this->lab->http($this->lab->stock(), 'fan',
            ['workers' => self::CLIENTS + 1, 'share' => 1, 'way' => $way, 'url' => $url, 'calls' => $calls]));
        return [
            'the slowest call (raw C)' => fn () => $this->slowest_call(),
            'async, file_get_contents' => fn () => $ours('file'),
            'async, curl_exec' => fn () => $ours('curl'),
            'async, streams kept open' => fn () => $ours('stream'),
            'async, curl_multi by hand' => fn () => $ours('multi'),
            'PHP, curl_multi by hand, 17 workers' => fn () => $stock('multi'),
            'PHP, curl_multi by hand, a connection per call' => fn () => $stock('multi_once'),
            'PHP, one after the other, 17 workers' => fn () => $stock('sequence'),
            'Go' => fn () => $this->measure($this->go_server('fan', $url, $calls)),
            'aiohttp on uvloop' => fn () => $this->measure($this->aiohttp('uvloop', 'fan', $url, $calls)),
        ];
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        foreach (self::OURS as $ours) {
            $verdicts[] = $s->ratio_verdict("$ours: latency of a client alone <= 1.15 x the slowest call", $ours, 'the slowest call (raw C)', 'alone', null, 1.15);
        }
        $pairs = [['async, file_get_contents', 'PHP, curl_multi by hand, a connection per call'],
            ['async, file_get_contents', 'PHP, curl_multi by hand, 17 workers'], ['async, curl_exec', 'PHP, curl_multi by hand, 17 workers']];
        foreach ($pairs as [$ours, $by_hand]) {
            $verdicts[] = $s->ratio_verdict("$ours: answers/s >= $by_hand", $ours, $by_hand, 'rate', 1);
        }
        $verdicts[] = $s->ratio_verdict('async, curl_exec: answers/s >= twice those of calls one after the other', 'async, curl_exec',
            'PHP, one after the other, 17 workers', 'rate', 2);
        return $verdicts;
    }

    public function remarks(Samples $s): array
    {
        return ['file_get_contents opens a connection for each call, the others keep theirs unless they say so. A request fails unless all of its 40 calls were '
            . 'answered, and one failed request fails the contender. Swoole is not a package and is not measured.'];
    }
}
