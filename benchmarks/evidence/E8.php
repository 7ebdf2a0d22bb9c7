<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Failed;
use Bench\Metric;
use Bench\Missing;
use Bench\Row;
use Bench\Samples;

final class E8 extends Row
{
    private const CELLS = ['10x1K' => [10, 1024], '300x1K' => [300, 1024], '10x100K' => [10, 102400], '300x100K' => [300, 102400]];

    public function title(): string
    {
        return 'TCP echo';
    }

    public function claim(): string
    {
        return 'uvloop echoes 105,000 messages of 1 KiB a second: level with Go, 2.5 times asyncio, twice Node; 2.3 GiB/s at 100 KiB';
    }

    public function metrics(): array
    {
        return [
            '10x1K' => new Metric('10 connections, 1 KiB', 'echoes/s'),
            '300x1K' => new Metric('300 connections, 1 KiB', 'echoes/s'),
            '10x100K' => new Metric('10 connections, 100 KiB', 'echoes/s'),
            '300x100K' => new Metric('300 connections, 100 KiB', 'echoes/s'),
        ];
    }

    public function reference(): ?string
    {
        return 'raw C';
    }

    /** A fresh server per round; all four loads on it, in shuffled order. */
    private function measure(array $command, array $environment = []): array
    {
        $server = $this->lab->server($command, null, $environment);
        $rates = [];
        $cells = array_keys(self::CELLS);
        shuffle($cells);
        foreach ($cells as $cell) {
            [$connections, $size] = self::CELLS[$cell];
            $report = $this->lab->load($server, 'echo', ['conns' => $connections, 'size' => $size, 'seconds' => $this->lab->short ? 1 : 2, 'warmup' => 0.3]);
            if ($report['lost'] + $report['reset'] + $report['wrong'] > 0) {
                throw new Failed("$cell: $report[lost] lost, $report[reset] reset, $report[wrong] wrong of $report[sent] " . $server->stop());
            }
            $rates[$cell] = $report['rate'];
        }
        $server->stop();
        return $rates;
    }

    public function contenders(): array
    {
        $lab = $this->lab;
        $ours = "$lab->root/benchmarks/echo_server.php";
        $python = fn (string $loop, string $api, string ...$packages) => $this->measure([$lab->python(...$packages), "$lab->peers/echo.py", $loop, $api]);
        return [
            'raw C' => fn () => $this->measure([$lab->tool('raw_epoll'), 'echo']),
            'async' => function () use ($lab, $ours) {
                $lab->require_hook('socket streams');
                return $this->measure([...$lab->async(), $ours]);
            },
            'async, PHP\'s chunk of 8 KiB' => function () use ($lab, $ours) {
                $lab->require_hook('socket streams');
                return $this->measure([...$lab->async(), $ours, '--chunk', '8192']);
            },
            'PHP stream_select loop' => fn () => $this->measure([...$lab->stock(), "$lab->peers/echo_select.php"]),
            'Revolt' => fn () => getenv('REVOLT_SRC') ? $this->measure([...$lab->stock(), "$lab->peers/echo_revolt.php", getenv('REVOLT_SRC')])
                : throw new Missing('not a package; set REVOLT_SRC to its src folder'),
            'Go' => fn () => $this->measure([$lab->go('echo')], ['GOMAXPROCS' => '1']),
            'uvloop, protocol' => fn () => $python('uvloop', 'protocol', 'python3-uvloop'),
            'uvloop, streams' => fn () => $python('uvloop', 'streams', 'python3-uvloop'),
            'asyncio, streams' => fn () => $python('asyncio', 'streams'),
            'Node' => fn () => $this->measure([$lab->node(), "$lab->peers/echo.js"]),
        ];
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        foreach (['10x1K' => 0.95, '300x1K' => 0.88, '10x100K' => 0.95, '300x100K' => 1.0] as $cell => $target) {
            $verdicts[] = $s->ratio_verdict(sprintf('%s >= %.2f of raw C', $this->metrics()[$cell]->title, $target), 'async', 'raw C', $cell, $target);
        }
        foreach (['PHP stream_select loop', 'Revolt', 'Go', 'uvloop, streams', 'Node'] as $peer) {
            foreach (['10x1K', '300x1K'] as $cell) {
                if ($s->has($peer, $cell)) {
                    $verdicts[] = $s->ratio_verdict("$cell: ahead of $peer", 'async', $peer, $cell, 1.0);
                }
            }
        }
        return $verdicts;
    }

    public function remarks(Samples $s): array
    {
        return ['Every byte is compared by the load generator, and an answer that does not come back fails the contender. '
            . 'One core for the server, another for the load.'];
    }
}
