<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\BackendRow;
use Bench\Metric;
use Bench\Samples;
use Bench\Server;
use Bench\Verdict;

final class E6 extends BackendRow
{
    private const CLIENTS = 500;

    public function title(): string
    {
        return '500 persistent clients: does an answer get lost?';
    }

    public function claim(): string
    {
        return 'with 500 virtual users the default loop lost about 2 % of the requests, libuv none (Azure Functions)';
    }

    public function metrics(): array
    {
        return [
            'lost' => new Metric('lost', 'requests', false),
            'reset' => new Metric('connections reset', '', false),
            'wrong' => new Metric('wrong answers', '', false),
            'sent' => new Metric('sent', 'requests'),
            'p99' => new Metric('p99', 'ms', false),
        ];
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 7;
    }

    private function measure(Server $server): array
    {
        $report = $this->lab->load($server, 'http', ['conns' => self::CLIENTS, 'body' => 256, 'seconds' => $this->lab->short ? 4 : 20,
            'warmup' => 0, 'grace' => 2]);
        $server->stop();
        return ['lost' => $report['lost'], 'reset' => $report['reset'], 'wrong' => $report['wrong'], 'sent' => $report['sent'],
            'p99' => $report['p99_us'] / 1000];
    }

    public function contenders(): array
    {
        $url = $this->url(20);
        return [
            'async, streams kept open' => fn () => $this->measure($this->coroutines('call', 'stream', ['url' => $url])),
            'async, curl_exec' => fn () => $this->measure($this->coroutines('call', 'curl', ['url' => $url])),
            'PHP, 32 workers' => fn () => $this->measure($this->workers(32, self::CLIENTS, 'call', 'stream', ['url' => $url])),
            'Go' => fn () => $this->measure($this->go_server('call', $url)),
            'aiohttp on asyncio' => fn () => $this->measure($this->aiohttp('asyncio', 'call', $url)),
            'aiohttp on uvloop' => fn () => $this->measure($this->aiohttp('uvloop', 'call', $url)),
        ];
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        foreach (['async, streams kept open', 'async, curl_exec'] as $ours) {
            foreach (['lost' => 'lost', 'reset' => 'reset', 'wrong' => 'answered wrongly'] as $metric => $word) {
                $verdicts[] = $this->none($s, $ours, $metric, $word);
            }
        }
        return $verdicts;
    }

    /** Not in a single round; a median would forgive. */
    private function none(Samples $s, string $ours, string $metric, string $word): Verdict
    {
        $values = $s->of($ours, $metric);
        $claim = "$ours: none $word";
        return isset($s->failures[$ours]) || !$values ? new Verdict($claim, $s->failures[$ours] ?? 'not measured', $values ? false : null)
            : new Verdict($claim, sprintf('%s of %s', number_format(array_sum($values)), number_format(array_sum($s->of($ours, 'sent')))),
                array_sum($values) == 0);
    }

    public function remarks(Samples $s): array
    {
        return ['Each request makes one call of 20 ms. No warm-up: the 500 connections come at once. What is still open 2 s after the '
            . 'last request was sent is lost.'];
    }

    public function plots(Samples $s): array
    {
        return array_intersect_key(parent::plots($s), ['sent' => 1, 'p99' => 1]);  // a plot of noughts says nothing
    }
}
