<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\BackendRow;
use Bench\Metric;
use Bench\Samples;
use Bench\Verdict;

use function Bench\curve_plot;
use function Bench\figure;
use function Bench\median;
use function Bench\spread;
use function Bench\spread_text;

final class E13 extends BackendRow
{
    /** Asked ratio T_io/T_cpu → [T_io in ms, T_cpu in ms]. */
    private const POINTS = ['0.1' => [1, 10], '0.3' => [1, 3.3], '1' => [2, 2], '3' => [3, 1], '10' => [10, 1], '30' => [30, 1],
        '100' => [50, 0.5], '300' => [150, 0.5], '1000' => [300, 0.3]];
    private const FEW = 100;
    /** When others had the core for more of the time than this, the run says nothing about a formula of waiting and computing. */
    private const DISTURBED = 0.05;
    private int $turns;

    public function title(): string
    {
        return 'The gain by the share of waiting';
    }

    public function claim(): string
    {
        return 'the gain of async is about 1 + T_io/T_cpu';
    }

    public function metrics(): array
    {
        $metrics = [];
        foreach (array_keys(self::POINTS) as $point) {
            $metrics["gain$point"] = new Metric("T_io/T_cpu = $point", 'x');
        }
        return $metrics;
    }

    public function rounds(): int
    {
        return $this->lab->short ? 3 : 7;
    }

    public function begin(): void
    {
        $this->turns = $this->lab->json([...$this->lab->stock(), "{$this->lab->root}/benchmarks/mixed.php", '--calibrate'], $this->lab->server_core())['turns'];
        parent::begin();
    }

    private function run(array $php, string $point, int $coroutines, float $warmup, float $seconds): array
    {
        [$io, $cpu] = self::POINTS[$point];
        return $this->lab->json([...$php, "{$this->lab->root}/benchmarks/mixed.php", $this->url($io), (string) (int) ($cpu * $this->turns),
            (string) $coroutines, (string) $warmup, (string) $seconds], $this->lab->server_core());
    }

    /**
     * The sequential jobs of a point: what they took and how much of it was computing, so that the formula speaks of the times
     * that were, not of those that were asked for. The call's own processor time is computing, too.
     */
    private function sequence(string $point): array
    {
        $report = $this->run($this->lab->stock(), $point, 0, 0.1, $this->lab->short ? 0.5 : 2);
        return ['seconds' => 1 / $report['rate']] + $report;
    }

    /** @param callable(int|float): int $coroutines by what the formula says */
    private function gains(callable $coroutines): array
    {
        $this->lab->require_hook('socket streams');
        $figures = [];
        foreach (self::POINTS as $point => [$io]) {
            $point = (string) $point;
            $one = $this->sequence($point);
            $formula = $one['seconds'] / $one['cpu'];
            $n = $coroutines($formula);
            $warmup = 0.1 + 3 * max($n * $one['cpu'], $io / 1000);
            $report = $this->run($this->lab->async(), $point, $n, $warmup, $this->lab->short ? 0.7 : 3);
            $figures["gain$point"] = $report['rate'] * $one['seconds'];
            $figures["formula$point"] = $formula;
            $figures["ratio$point"] = $formula - 1;
            $figures["lost$point"] = max($one['lost'], $report['lost']);
        }
        return $figures;
    }

    public function contenders(): array
    {
        return [
            // Twice what must wait at a time to keep the core busy.
            'async, as many coroutines as it takes' => fn () => $this->gains(fn ($formula) => (int) ceil(2 * $formula) + 4),
            'async, 100 coroutines' => fn () => $this->gains(fn () => self::FEW),
        ];
    }

    public function verdicts(Samples $s): array
    {
        $verdicts = [];
        $name = 'async, as many coroutines as it takes';
        foreach (array_keys(self::POINTS) as $point) {
            $ratio = $s->ratio($name, $name, "gain$point", "formula$point");
            $claim = "T_io/T_cpu = $point: not more than 10 % below the formula";
            if (!$ratio) {
                $verdicts[] = new Verdict($claim, 'not measured', null);
                continue;
            }
            $measured = sprintf('%s of it (gain %s)', spread_text($ratio), figure($s->median($name, "gain$point")));
            $lost = $s->median($name, "lost$point");
            $verdicts[] = $lost > self::DISTURBED ? new Verdict($claim, sprintf('%s; others had the core for %d %% of the time', $measured, 100 * $lost), null)
                : new Verdict($claim, $measured, median($ratio) >= 0.9);
        }
        return $verdicts;
    }

    public function remarks(Samples $s): array
    {
        return ['T_io and T_cpu of the formula are measured: the sequential job of stock PHP in the same round, its processor time (with what '
            . 'the call itself costs) and the rest. A point where other programs had the core for more than '
            . 100 * self::DISTURBED . ' % of the time is not judged. With 100 coroutines the gain ends at 100, whatever the formula says: not more can wait at once.'];
    }

    public function plots(Samples $s): array
    {
        $curves = [];
        $formula = [];
        foreach (array_keys($s->values) as $name) {
            foreach (array_keys(self::POINTS) as $point) {
                if ($s->has($name, "gain$point")) {
                    $x = figure_x($s->median($name, "ratio$point"));
                    $curves[$name][$x] = spread($s->of($name, "gain$point"));
                    $formula[$x] = 1 + (float) $x;
                }
            }
        }
        uksort($formula, fn ($a, $b) => (float) $a <=> (float) $b);
        return $curves ? ['sweep' => curve_plot($this->title(), 'T_io/T_cpu as measured', 'gain over one job after the other',
            $curves + ['1 + T_io/T_cpu' => $formula])] : [];
    }
}

/** A place on the axis as an array key. */
function figure_x(float $x): string
{
    return sprintf('%.4g', max($x, 1e-3));
}
