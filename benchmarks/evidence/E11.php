<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Metric;
use Bench\Row;
use Bench\Samples;
use Bench\Server;

final class E11 extends Row
{
    private const CLIENTS = 256;
    private const BODY = 27;  // {"message":"Hello, World!"}

    public function title(): string
    {
        return 'The smallest JSON endpoint';
    }

    public function claim(): string
    {
        return 'a JSON endpoint answers 3 to 5 times as often as in the sync frameworks (TechEmpower)';
    }

    public function metrics(): array
    {
        return [
            'rate' => new Metric('answers', '1/s'),
            'p50' => new Metric('p50', 'ms', false),
            'p99' => new Metric('p99', 'ms', false),
            'us' => new Metric('processor time per answer', 'us', false),
        ];
    }

    public function reference(): ?string
    {
        return 'nginx and php-fpm, 8 workers';
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 9;
    }

    private function measure(Server $server): array
    {
        $before = $server->cpu();
        $report = $this->lab->http_load($server, ['conns' => self::CLIENTS, 'body' => self::BODY, 'seconds' => $this->lab->short ? 1.5 : 4, 'warmup' => 0.5]);
        $us = 1e6 * ($server->cpu() - $before) / $report['answered'];
        $server->finish();
        return ['rate' => $report['rate'], 'p50' => $report['p50_us'] / 1000, 'p99' => $report['p99_us'] / 1000, 'us' => $us];
    }

    public function contenders(): array
    {
        $lab = $this->lab;
        return [
            'raw C' => fn () => $this->measure($lab->server([$lab->tool('raw_epoll'), 'http', (string) self::BODY])),
            'async' => function () use ($lab) {
                $lab->require_hook('socket streams');
                return $this->measure($lab->http($lab->async(), 'json'));
            },
            'nginx and php-fpm, 8 workers' => fn () => $this->measure($lab->fpm(8, 'json')),
            'PHP, the same server with 8 workers' => fn () => $this->measure($lab->http($lab->stock(), 'json',
                ['workers' => 8, 'share' => self::CLIENTS / 8])),
            'Go' => fn () => $this->measure($lab->server([$lab->go('http'), 'json'], null, ['GOMAXPROCS' => '1'])),
            'Node' => fn () => $this->measure($lab->server([$lab->node(), "$lab->peers/http.js"])),
            'uvicorn on uvloop' => fn () => $this->measure($lab->uvicorn('json_asgi:app')),
            'gunicorn, 8 workers' => fn () => $this->measure($lab->gunicorn(8, 'json_wsgi:app')),
        ];
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [$s->ratio_verdict('>= 5 x php-fpm', 'async', 'nginx and php-fpm, 8 workers', 'rate', 5)];
        foreach (['Node', 'uvicorn on uvloop', 'Go'] as $peer) {
            if ($s->has($peer, 'rate')) {
                $verdicts[] = $s->ratio_verdict("ahead of $peer", 'async', $peer, 'rate', 1);
            }
        }
        return $verdicts;
    }

    public function remarks(Samples $s): array
    {
        return ['One core for the server and all of its processes, another for the load. Raw C does not parse the request. The HTTP of async is '
            . 'benchmarks/lib/http.php, plain PHP; gunicorn closes each connection, as its sync workers do.'];
    }
}
