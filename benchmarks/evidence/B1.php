<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Metric;
use Bench\Row;
use Bench\Samples;
use Bench\Verdict;

final class B1 extends Row
{
    public function title(): string
    {
        return 'What the primitives cost';
    }

    public function claim(): string
    {
        return 'a coroutine costs what a function call costs, not what a thread costs (Go 203 ns, Swoole 388 ns, PHP Fiber 12 us to spawn)';
    }

    public function metrics(): array
    {
        return [
            'spawn' => new Metric('spawn + run + finish', 'ns', false),
            'suspend2' => new Metric('suspend -> resume, 2', 'ns', false),
            'suspend1000' => new Metric('suspend -> resume, 1,000', 'ns', false),
            'channel' => new Metric('channel message', 'ns', false),
        ];
    }

    public function reference(): ?string
    {
        return 'PHP Fiber';
    }

    public function contenders(): array
    {
        $script = $this->lab->root . '/benchmarks/micro.php';
        $core = $this->lab->server_core();
        $n = $this->lab->short ? '200000' : '1000000';
        $php = function (array $command, string $side) use ($script, $core): array {
            $figures = $this->lab->json([...$command, $script, '--line', $side], $core);
            // The pair and the queue of PHP's Fibers have no channel: values passed in and out stand for it.
            return array_filter(['spawn' => $figures['spawn'], 'suspend2' => $figures['suspend-2'],
                'suspend1000' => $figures['suspend-1000'], 'channel' => $figures['channel'] ?? null], fn ($value) => $value !== null);
        };
        return [
            'async' => fn () => $php($this->lab->async(), 'async'),
            'PHP Fiber' => fn () => array_diff_key($php($this->lab->stock(), 'fiber'), ['channel' => 0]),
            'Go' => fn () => $this->lab->json([$this->lab->go('micro'), $n], $core, ['GOMAXPROCS' => '1']),
            'uvloop' => fn () => $this->lab->json([$this->lab->python('python3-uvloop'), $this->lab->peers . '/micro.py', 'uvloop', '100000'], $core),
            'asyncio' => fn () => $this->lab->json([$this->lab->python(), $this->lab->peers . '/micro.py', 'asyncio', '100000'], $core),
        ];
    }

    public function verdicts(Samples $s): array
    {
        return [
            $s->verdict('spawn + finish <= 250 ns', 'async', 'spawn', null, 250),
            $s->verdict('suspend -> resume <= 80 ns (2 coroutines)', 'async', 'suspend2', null, 80),
            $s->verdict('channel message <= 90 ns', 'async', 'channel', null, 90),
            $s->ratio_verdict('spawn + finish >= 40x cheaper than a Fiber', 'PHP Fiber', 'async', 'spawn', 40),
            $s->ratio_verdict('suspend -> resume of 1,000 >= 2.5x cheaper than a queue of Fibers', 'PHP Fiber', 'async', 'suspend1000', 2.5),
        ];
    }
}
