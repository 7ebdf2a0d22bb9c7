<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Failed;
use Bench\Metric;
use Bench\Row;
use Bench\Samples;

final class B2 extends Row
{
    public function title(): string
    {
        return number_format($this->count()) . ' coroutines asleep';
    }

    public function claim(): string
    {
        return 'a million suspended coroutines fit into one process (Go 2.7 kB, Swow 9 kB, Swoole 11 kB each; PHP Fibers die at 32,000)';
    }

    private function count(): int
    {
        return $this->lab->short ? 100000 : 1000000;
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 5;
    }

    public function metrics(): array
    {
        return [
            'bytes' => new Metric('resident', 'bytes each', false),
            'tables' => new Metric('page tables', 'bytes each', false),
            'seconds' => new Metric('until all sleep', 's', false),
        ];
    }

    public function contenders(): array
    {
        $core = $this->lab->server_core();
        $n = (string) $this->count();
        $ours = function (string $stack) use ($core, $n): array {
            $file = tempnam($this->lab->scratch, 'scale');
            $this->lab->output([...$this->lab->async(), $this->lab->root . '/benchmarks/scale.php', $n, '--stack', $stack, '--json', $file], $core);
            $run = json_decode(file_get_contents($file), true)['runs'][$stack];
            unlink($file);
            if ($run['parked'] !== $this->count()) {
                throw new Failed($run['refusal'] ?? "only $run[parked] parked");
            }
            return ['bytes' => $run['rss_each'], 'tables' => $run['tables_each'], 'seconds' => $run['spawn_seconds'] + $run['park_seconds']];
        };
        $fibers = function () use ($core): array {
            $figures = $this->lab->json([...$this->lab->stock(), $this->lab->peers . '/fibers_asleep.php', (string) $this->count()], $core);
            if ($figures['error'] !== null) {
                throw new Failed(sprintf('stops at %s: %s (%d bytes each until then)', number_format($figures['count']), $figures['error'], $figures['bytes']));
            }
            return ['bytes' => $figures['bytes'], 'tables' => $figures['tables'], 'seconds' => $figures['seconds']];
        };
        return [
            'async, stacks of 256K' => fn () => $ours('256K'),
            'async, stacks of 2M' => fn () => $ours('2M'),
            'PHP Fiber' => $fibers,
            'Go' => fn () => $this->lab->json([$this->lab->go('micro'), 'asleep', $n], $core, ['GOMAXPROCS' => '1']),
            'uvloop' => fn () => $this->lab->json([$this->lab->python('python3-uvloop'), $this->lab->peers . '/micro.py', 'uvloop', 'asleep', $n], $core),
        ];
    }

    public function verdicts(Samples $s): array
    {
        return [
            $s->verdict('<= 6,000 bytes each (stacks of 256K)', 'async, stacks of 256K', 'bytes', null, 6000),
            $s->verdict($this->lab->short ? '<= 0.8 s for 100,000 (8 s for a million)' : '<= 8 s', 'async, stacks of 256K', 'seconds', null,
                $this->lab->short ? 0.8 : 8),
        ];
    }

    public function remarks(Samples $s): array
    {
        return ['Resident memory excludes page tables, which the kernel counts elsewhere. The stack size changes the page tables, not the resident memory.'];
    }
}
