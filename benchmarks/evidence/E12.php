<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Failed;
use Bench\Metric;
use Bench\Row;
use Bench\Samples;
use Bench\Verdict;

use function Bench\median;

final class E12 extends Row
{
    private const WORKLOADS = ['mandelbrot', 'sort', 'json'];
    private const PLAIN = 'PHP';
    private const COUNTED = 100;  // jobs under callgrind
    private const TIMED = 4000;
    /** @var array<string, array<string, float>> counts are the same in every round, so they are taken once */
    private array $counted = [];
    private array $idle = [];
    private array $sums = [];

    public function title(): string
    {
        return 'Work that never waits';
    }

    public function claim(): string
    {
        return 'CPU-bound work: async gains nothing and takes 44 % more memory';
    }

    public function metrics(): array
    {
        $metrics = [];
        foreach (self::WORKLOADS as $name) {
            $metrics["$name-instructions"] = new Metric("$name, instructions", 'thousands a job', false);
            $metrics["$name-ms"] = new Metric("$name, time", 'ms', false);
        }
        return $metrics + ['peak' => new Metric('most memory', 'MiB', false)];
    }

    public function reference(): ?string
    {
        return self::PLAIN;
    }

    public function rounds(): int
    {
        return $this->lab->short ? 5 : 15;
    }

    private function run(array $php, string $workload, int $jobs, int $coroutines, array $before = []): array
    {
        $report = $this->lab->json([...$before, ...$php, "{$this->lab->root}/benchmarks/compute.php", $workload, (string) $jobs, (string) $coroutines],
            $this->lab->server_core());
        $this->sums["$workload $jobs"] ??= $report['sum'];
        return $report['sum'] === $this->sums["$workload $jobs"] ? $report : throw new Failed("another result for $workload");
    }

    /** Of a whole process, without other extensions, whose start takes longest here. Counts are exact, whatever else the machine does. */
    private function instructions(array $php, string $workload, int $jobs, int $coroutines): int
    {
        $this->lab->packages('valgrind');
        array_splice($php, 1, 0, '-n');
        $file = tempnam($this->lab->scratch, 'callgrind');
        $this->run($php, $workload, $jobs, $coroutines, ['valgrind', '-q', '--tool=callgrind', "--callgrind-out-file=$file"]);
        preg_match('/^(?:summary|totals): (\d+)/m', file_get_contents($file), $m);
        unlink($file);
        return (int) ($m[1] ?? throw new Failed('callgrind wrote no total'));
    }

    private function measure(string $contender, array $php, int $coroutines): array
    {
        $figures = ['peak' => 0];
        foreach (self::WORKLOADS as $name) {
            $report = $this->run($php, $name, self::TIMED, $coroutines);
            $figures["$name-ms"] = 1000 * $report['seconds'];
            $figures['peak'] = max($figures['peak'], $report['peak'] / 1048576);
        }
        if (!isset($this->counted[$contender])) {
            // Without what the process costs that does nothing: all that coroutines need is in the rest.
            $nothing = $this->idle[implode(' ', $php)] ??= $this->instructions($php, self::WORKLOADS[0], 0, 0);
            foreach (self::WORKLOADS as $name) {
                $this->counted[$contender]["$name-instructions"] = ($this->instructions($php, $name, self::COUNTED, $coroutines) - $nothing) / self::COUNTED / 1000;
            }
        }
        return $figures + $this->counted[$contender];
    }

    public function contenders(): array
    {
        $contenders = [self::PLAIN => [$this->lab->stock(), 0], 'async, loaded and unused' => [$this->lab->async(), 0],
            'async, 1 coroutine' => [$this->lab->async(), 1], 'async, 100 coroutines' => [$this->lab->async(), 100]];
        $measurements = [];
        foreach ($contenders as $name => [$php, $coroutines]) {
            $measurements[$name] = fn () => $this->measure($name, $php, $coroutines);
        }
        return $measurements;
    }

    /** One per cent is not seen in a ratio of two decimals. */
    private function more(Samples $s, string $ours, string $metric, string $what, float $per_cent): Verdict
    {
        $more = array_map(fn ($ratio) => 100 * ($ratio - 1), $s->ratio($ours, self::PLAIN, $metric));
        $claim = sprintf('%s: %s, <= %d %% more', $ours, $what, $per_cent);
        return $more ? new Verdict($claim, sprintf('%+.2f %% (%+.2f to %+.2f)', median($more), min($more), max($more)), median($more) <= $per_cent)
            : new Verdict($claim, 'not measured', null);
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        foreach (['async, 1 coroutine', 'async, 100 coroutines'] as $ours) {
            foreach (self::WORKLOADS as $name) {
                $verdicts[] = $this->more($s, $ours, "$name-instructions", "instructions of $name", 1);
            }
            $verdicts[] = $this->more($s, $ours, 'peak', 'memory', 2);
        }
        return $verdicts;
    }

    public function remarks(Samples $s): array
    {
        return [sprintf('Instructions are those of one job: callgrind counts %d of them and takes away a process that does nothing; the start of the '
            . 'event loop and all spawning is in them. Memory is the most the process had resident, the extension and its libraries included.', self::COUNTED)];
    }
}
