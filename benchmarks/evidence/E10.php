<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Metric;
use Bench\Row;
use Bench\Samples;
use Bench\Server;
use Bench\Verdict;

use function Bench\busy_since;
use function Bench\core_times;
use function Bench\curve_plot;
use function Bench\figure;
use function Bench\median;
use function Bench\spread;

final class E10 extends Row
{
    private const CLIENTS = 64;
    /** The sweep: a usual number of sync workers against one process with as many connections, and with one for every client. */
    private const SWEEP_CLIENTS = [1, 4, 16, 64];
    private const SWEEP_MS = [0, 2, 10];
    private const SWEEP_WORKERS = 16;
    private const SWEEP_SYNC = 'PHP, 16 workers';
    private const SWEEP_ASYNC = ['async, pool of 16', 'async, pool of 64'];
    private Server $postgres;

    public function title(): string
    {
        return 'One SQL query per request, PostgreSQL';
    }

    public function claim(): string
    {
        return 'one query per request: async lost, its p99 was 2 to 3 times worse (Paterson)';
    }

    public function metrics(): array
    {
        return [
            'rate' => new Metric('answers', '1/s'),
            'p50' => new Metric('p50', 'ms', false),
            'p99' => new Metric('p99', 'ms', false),
            'us' => new Metric('processor time per answer', 'us', false),
            'mib' => new Metric('memory', 'MiB', false),
            'other' => new Metric('the other core busy, with PostgreSQL and the load', '%'),
        ];
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 7;
    }

    public function begin(): void
    {
        $this->postgres = $this->lab->postgres();
    }

    public function end(): void
    {
        $this->postgres->finish();
    }

    private function measure(Server $server): array
    {
        $before = $server->cpu();
        $other = core_times($this->lab->load_core());
        $report = $this->lab->http_load($server, ['conns' => self::CLIENTS, 'seconds' => $this->lab->short ? 1.5 : 5, 'warmup' => 0.5]);
        $other = busy_since($other, $this->lab->load_core());
        $us = 1e6 * ($server->cpu() - $before) / $report['answered'];
        $memory = $server->memory();
        $server->finish();
        return ['rate' => $report['rate'], 'p50' => $report['p50_us'] / 1000, 'p99' => $report['p99_us'] / 1000, 'us' => $us,
            'mib' => $memory / 1048576, 'other' => 100 * $other];
    }

    private function dsn(): string
    {
        return "pgsql:host=127.0.0.1;port={$this->postgres->port};dbname=postgres;sslmode=disable";
    }

    private function url(): string
    {
        return "postgres://demo@127.0.0.1:{$this->postgres->port}/postgres?sslmode=disable";
    }

    private function pooled(int $connections, int $ms = 0): Server
    {
        $this->lab->require_hook('PDO');
        return $this->lab->http($this->lab->async(), 'row', ['dsn' => $this->dsn(), 'pool' => $connections, 'ms' => $ms]);
    }

    private function workers(int $workers, int $ms = 0, int $clients = self::CLIENTS): Server
    {
        return $this->lab->http($this->lab->stock(), 'row',
            ['workers' => $workers, 'share' => (int) ceil($clients / $workers), 'dsn' => $this->dsn(), 'ms' => $ms]);
    }

    /**
     * Answers a second for each number of clients and each time the database takes; in the short profile twice. Long enough
     * beforehand for every connection to have prepared its statement and settled on a plan.
     *
     * @param callable(int, int): Server $start
     */
    private function sweep(int $round, callable $start): array
    {
        $rates = [];
        foreach ($this->lab->short && $round >= 2 ? [] : self::SWEEP_MS as $ms) {
            foreach (self::SWEEP_CLIENTS as $clients) {
                $server = $start($ms, $clients);
                $rates["$clients clients, $ms ms"] = $this->lab->http_load($server,
                    ['conns' => $clients, 'seconds' => $this->lab->short ? 0.7 : 2, 'warmup' => 0.7])['rate'];
                $server->finish();
            }
        }
        return $rates;
    }

    public function contenders(): array
    {
        $lab = $this->lab;
        return [
            'async, pool of 8' => fn () => $this->measure($this->pooled(8)),
            'async, pool of 16' => fn ($round) => $this->measure($this->pooled(16)) + $this->sweep($round, fn ($ms) => $this->pooled(16, $ms)),
            'async, pool of 64' => fn ($round) => $this->measure($this->pooled(64)) + $this->sweep($round, fn ($ms) => $this->pooled(64, $ms)),
            self::SWEEP_SYNC => fn ($round) => $this->measure($this->workers(self::SWEEP_WORKERS))
                + $this->sweep($round, fn ($ms, $clients) => $this->workers(self::SWEEP_WORKERS, $ms, $clients)),
            'PHP, 64 workers' => fn () => $this->measure($this->workers(64)),
            'nginx and php-fpm, 16 workers' => fn () => $this->measure($lab->fpm(16, 'row', ['dsn' => $this->dsn(), 'persistent' => 1])),
            'gunicorn and psycopg2, 16 workers' => function () use ($lab) {
                $lab->packages('python3-psycopg2');
                return $this->measure($lab->gunicorn(16, 'row_wsgi:app', ['ROW_DSN' => $this->url()]));
            },
            'uvicorn and asyncpg, pool of 16' => function () use ($lab) {
                $lab->packages('python3-asyncpg');
                return $this->measure($lab->uvicorn('row_asgi:app', ['ROW_DSN' => $this->url(), 'ROW_POOL' => '16']));
            },
            'Go and lib/pq, pool of 16' => function () use ($lab) {
                $lab->packages('golang-github-lib-pq-dev');
                return $this->measure($lab->server([$lab->go('row'), $this->url(), '16'], null, ['GOMAXPROCS' => '1']));
            },
        ];
    }

    /** Whoever does best by a metric among those whose name begins so. */
    private function best(Samples $s, string $prefix, string $metric): ?string
    {
        $medians = [];
        foreach (array_keys($s->values) as $name) {
            if (str_starts_with($name, $prefix) && $s->has($name, $metric)) {
                $medians[$name] = $s->median($name, $metric);
            }
        }
        $this->metrics()[$metric]->more_is_better ? arsort($medians) : asort($medians);
        return array_key_first($medians);
    }

    public function verdicts(Samples $s): array
    {
        $ours = $this->best($s, 'async', 'rate');
        $verdicts = [];
        foreach (['PHP, ', 'nginx and php-fpm'] as $prefix) {
            $theirs = $this->best($s, $prefix, 'rate');
            if ($ours === null || $theirs === null) {
                $verdicts[] = new Verdict("$prefix: >= 2 x the answers/s and p99 not above", 'not measured', null);
                continue;
            }
            $verdicts[] = $s->ratio_verdict("$ours: >= 2 x the answers/s of the best of its kind ($theirs)", $ours, $theirs, 'rate', 2);
            $verdicts[] = $s->ratio_verdict("$ours: p99 <= that of $theirs", $ours, $theirs, 'p99', null, 1);
        }
        return $verdicts;
    }

    /** The sweep's ratios by clients, ascending. @return array<int, array<int, float>> */
    private function sweep_ratios(Samples $s, string $async, int $ms): array
    {
        $ratios = [];
        foreach (self::SWEEP_CLIENTS as $clients) {
            if ($ratio = $s->ratio($async, self::SWEEP_SYNC, "$clients clients, $ms ms")) {
                $ratios[$clients] = $ratio;
            }
        }
        return $ratios;
    }

    /** @param array<int, float> $ratios by clients, ascending */
    private function where_it_stops(array $ratios): string
    {
        $most = array_key_last($ratios);
        $from = null;
        foreach (array_reverse($ratios, true) as $clients => $ratio) {
            if ($ratio < 1) {
                return match (true) {
                    $from === null => "Coroutines do not win with $most clients.",
                    $clients === 1 => 'With one client coroutines have stopped winning.',
                    default => "With $clients clients and fewer, coroutines have stopped winning.",
                };
            }
            $from = $clients;
        }
        return "Coroutines win from $from client on.";
    }

    public function remarks(Samples $s): array
    {
        $remarks = ['One core for the server, whatever its processes; the other one for PostgreSQL and the load. Workers of stock PHP prepare '
            . 'their statement once and keep their connections to clients and database.'];
        foreach (self::SWEEP_MS as $ms) {
            foreach (self::SWEEP_ASYNC as $async) {
                if ($ratios = array_map(median(...), $this->sweep_ratios($s, $async, $ms))) {
                    $text = implode(', ', array_map(fn ($clients, $ratio) => "$clients: " . figure($ratio), array_keys($ratios), $ratios));
                    $remarks[] = sprintf('%s over %s, ratio of answers/s by clients, when the database takes %d ms more: %s. %s', $async,
                        self::SWEEP_SYNC, $ms, $text, $this->where_it_stops($ratios));
                }
            }
        }
        return $remarks;
    }

    public function plots(Samples $s): array
    {
        $curves = [];
        foreach (self::SWEEP_MS as $ms) {
            foreach (self::SWEEP_ASYNC as $async) {
                foreach ($this->sweep_ratios($s, $async, $ms) as $clients => $ratio) {
                    $curves["$async, database takes $ms ms more"][$clients] = spread($ratio);
                }
            }
        }
        $bars = array_diff_key(parent::plots($s), ['other' => true]);  // a reason, not a merit
        if (!$curves) {
            return $bars;
        }
        $curves['equal'] = array_fill_keys(self::SWEEP_CLIENTS, 1.0);
        return $bars + ['sweep' => curve_plot('From which load on coroutines win', 'clients',
            'answers/s over ' . self::SWEEP_SYNC, $curves)];
    }
}
