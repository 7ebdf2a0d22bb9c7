<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Failed;
use Bench\Metric;
use Bench\Missing;
use Bench\Row;
use Bench\Samples;
use Bench\Verdict;

use function Bench\median;
use function Bench\spread_text;

final class E3 extends Row
{
    private const DETECTOR = 'async, blocking calls planted';
    private const CELLS = [10, 300];

    public function title(): string
    {
        return 'What a wait costs, and who keeps everybody waiting';
    }

    public function claim(): string
    {
        return 'processor time of the loop itself counts at scale, and blocking calls must be found automatically (Instagram)';
    }

    public function metrics(): array
    {
        return [
            'us10' => new Metric('processor time per wait, 10 connections', 'us', false),
            'us300' => new Metric('processor time per wait, 300 connections', 'us', false),
            'found' => new Metric('planted calls named', 'of 3'),
            'innocent' => new Metric('others accused', '', false),
        ];
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 9;
    }

    /** A wait is one message of 64 bytes: the connection's coroutine or callback was asleep, and reads and writes once. */
    private function measure(array $command, array $environment = []): array
    {
        $server = $this->lab->server($command, null, $environment);
        $figures = [];
        foreach (self::CELLS as $connections) {
            $before = $server->cpu();
            $report = $this->lab->load($server, 'echo', ['conns' => $connections, 'size' => 64, 'seconds' => $this->lab->short ? 1.5 : 4, 'warmup' => 0]);
            if ($report['lost'] + $report['reset'] + $report['wrong'] > 0) {
                throw new Failed("$report[lost] lost, $report[reset] reset, $report[wrong] wrong of $report[sent] " . $server->stop());
            }
            $figures["us$connections"] = 1e6 * ($server->cpu() - $before) / $report['answered'];
        }
        $server->stop();
        return $figures;
    }

    private function planted(): array
    {
        if (!extension_loaded('sysvmsg')) {
            throw new Missing('the planted calls need the extension sysvmsg');
        }
        $report = $this->lab->json([...$this->lab->async('async.warn_blocking=100', 'display_errors=1', 'html_errors=0', 'log_errors=0'),
            "{$this->lab->peers}/planted.php"], $this->lab->server_core());
        return ['found' => $report['found'], 'innocent' => $report['innocent']];
    }

    public function contenders(): array
    {
        $lab = $this->lab;
        return [
            'raw C' => fn () => $this->measure([$lab->tool('raw_epoll'), 'echo']),
            'async' => function () use ($lab) {
                $lab->require_hook('socket streams');
                return $this->measure([...$lab->async(), "$lab->root/benchmarks/echo_server.php"]);
            },
            'async, detector on' => function () use ($lab) {
                $lab->require_hook('socket streams');
                return $this->measure([...$lab->async('async.warn_blocking=50'), "$lab->root/benchmarks/echo_server.php"]);
            },
            'PHP stream_select loop' => fn () => $this->measure([...$lab->stock(), "$lab->peers/echo_select.php"]),
            'Go' => fn () => $this->measure([$lab->go('echo')], ['GOMAXPROCS' => '1']),
            'uvloop, streams' => fn () => $this->measure([$lab->python('python3-uvloop'), "$lab->peers/echo.py", 'uvloop', 'streams']),
            'asyncio, streams' => fn () => $this->measure([$lab->python(), "$lab->peers/echo.py", 'asyncio', 'streams']),
            'Node' => fn () => $this->measure([$lab->node(), "$lab->peers/echo.js"]),
            self::DETECTOR => fn () => $this->planted(),
        ];
    }

    /** The difference to raw C, which makes the same system calls, round by round. */
    private function overhead(Samples $s, string $metric): array
    {
        $ours = $s->of('async', $metric);
        $raw = $s->of('raw C', $metric);
        return array_map(fn ($round) => $ours[$round] - $raw[$round], array_keys(array_intersect_key($ours, $raw)));
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        foreach (self::CELLS as $connections) {
            $overhead = $this->overhead($s, "us$connections");
            $claim = "$connections connections: <= 3 us per wait over the raw system calls";
            $verdicts[] = $overhead ? new Verdict($claim, spread_text($overhead, ' us'), median($overhead) <= 3) : new Verdict($claim, 'not measured', null);
        }
        $verdicts[] = $s->verdict('the detector names all planted calls with file and line', self::DETECTOR, 'found', 3);
        $verdicts[] = $s->verdict('and nobody else', self::DETECTOR, 'innocent', null, 0);
        return $verdicts;
    }

    public function remarks(Samples $s): array
    {
        return ['Planted among 100 coroutines that wait properly: msg_receive(), which has no events; hash_pbkdf2(); and a loop of PHP that '
            . 'computes. Each keeps the loop for more than 100 ms, and async.warn_blocking has to say which line it was.'];
    }

    public function plots(Samples $s): array
    {
        return array_intersect_key(parent::plots($s), ['us10' => 1, 'us300' => 1]);
    }
}
