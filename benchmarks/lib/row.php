<?php
// A row of the evidence: one published claim, the contenders that are measured for it, and what is expected of ours. A row
// only says what to run; the rounds, the order, the failures and the report are the runner's.

declare(strict_types=1);

namespace Bench;

/** A figure that a contender yields. */
final class Metric
{
    public function __construct(
        public readonly string $title,
        public readonly string $unit,
        /** Whether more is better; decides the direction of ratios. */
        public readonly bool $more_is_better = true,
    ) {
    }
}

/** What came out for one target. */
final class Verdict
{
    public function __construct(
        public readonly string $claim,
        public readonly string $measured,
        public readonly ?bool $met,  // null: nothing to compare with in this run
    ) {
    }
}

/** Samples of one row: contender → metric → round. Failures: contender → reason. */
final class Samples
{
    /** @var array<string, array<string, array<int, float>>> */
    public array $values = [];
    /** @var array<string, string> */
    public array $failures = [];

    public function add(string $contender, int $round, array $metrics): void
    {
        foreach ($metrics as $metric => $value) {
            $this->values[$contender][$metric][$round] = (float) $value;
        }
    }

    /** @return array<int, float> */
    public function of(string $contender, string $metric): array
    {
        return $this->values[$contender][$metric] ?? [];
    }

    public function has(string $contender, string $metric): bool
    {
        return (bool) $this->of($contender, $metric);
    }

    public function median(string $contender, string $metric): float
    {
        return median($this->of($contender, $metric));
    }

    /** a/b round by round. @return array<int, float> */
    public function ratio(string $a, string $b, string $metric, ?string $metric_of_b = null): array
    {
        return ratios($this->of($a, $metric), $this->of($b, $metric_of_b ?? $metric));
    }

    /** A target on the median of a ratio; null where one side is missing. */
    public function ratio_verdict(string $claim, string $a, string $b, string $metric, ?float $at_least, ?float $at_most = null): Verdict
    {
        $ratio = $this->ratio($a, $b, $metric);
        if (!$ratio) {
            return new Verdict($claim, 'not measured', null);
        }
        $middle = median($ratio);
        return new Verdict($claim, spread_text($ratio), ($at_least === null || $middle >= $at_least) && ($at_most === null || $middle <= $at_most));
    }

    /** A target on the median itself. */
    public function verdict(string $claim, string $contender, string $metric, ?float $at_least, ?float $at_most = null): Verdict
    {
        $values = $this->of($contender, $metric);
        if (!$values) {
            return new Verdict($claim, 'not measured', null);
        }
        $middle = median($values);
        return new Verdict($claim, spread_text($values), ($at_least === null || $middle >= $at_least) && ($at_most === null || $middle <= $at_most));
    }
}

abstract class Row
{
    final public function __construct(protected readonly Lab $lab)
    {
    }

    abstract public function title(): string;

    /** The published claim, in one sentence. */
    abstract public function claim(): string;

    /** @return array<string, Metric> */
    abstract public function metrics(): array;

    /**
     * The contenders: name → measurement of one round, which returns metric → value. It throws Missing when the contender is
     * not there and Failed when it did not do its job.
     *
     * @return array<string, callable(int): array<string, float>>
     */
    abstract public function contenders(): array;

    /** @return list<Verdict> */
    abstract public function verdicts(Samples $samples): array;

    /** The contender that the ratios of the table refer to. */
    public function reference(): ?string
    {
        return null;
    }

    public function rounds(): int
    {
        return $this->lab->short ? 5 : 11;
    }

    /** Services that all contenders share, for the whole row. */
    public function begin(): void
    {
    }

    public function end(): void
    {
    }

    /** What a reader has to know beside the figures. @return list<string> */
    public function remarks(Samples $samples): array
    {
        return [];
    }

    /** @return array<string, string> file stem → SVG */
    public function plots(Samples $samples): array
    {
        $plots = [];
        foreach ($this->metrics() as $name => $metric) {
            $bars = [];
            foreach (array_keys($this->contenders()) as $contender) {
                if ($samples->has($contender, $name)) {
                    $bars[$contender] = spread($samples->of($contender, $name));
                }
            }
            if ($bars) {
                $plots[$name] = bar_plot($this->title(), "$metric->title, $metric->unit", $bars, $metric->more_is_better);
            }
        }
        return $plots;
    }
}
