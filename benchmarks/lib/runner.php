<?php
// Runs one row: every contender in every round, in an order drawn anew each round. A contender that is missing is asked once;
// one that fails is tried again in the next round, and its line says what happened.

declare(strict_types=1);

namespace Bench;

final class Runner
{
    /** Busier than this before a row begins, the machine is not ours. */
    private const BUSY = 0.1;

    public function __construct(private readonly Report $report)
    {
    }

    public function run(string $id, Row $row, ?int $rounds): bool
    {
        $began = microtime(true);
        printf("\n== %s: %s\n   claim: %s\n", $id, $row->title(), $row->claim());
        $samples = new Samples();
        $busy = busy_share();
        $remarks = $busy <= self::BUSY ? []
            : [sprintf('Not to be relied on: other programs used %d %% of this machine when the row began.', 100 * $busy)];
        try {
            $row->begin();
        } catch (Missing | Failed $reason) {
            printf("   cannot be run here: %s\n", $reason->getMessage());
            return false;
        }
        try {
            $this->rounds($row, $samples, $rounds ?? $row->rounds());
        } finally {
            $row->end();
        }
        $verdicts = $row->verdicts($samples);
        $this->report->add($id, $row, $samples, $verdicts, microtime(true) - $began, $remarks);
        $this->report->show($id);
        return true;
    }

    private function rounds(Row $row, Samples $samples, int $rounds): void
    {
        $contenders = $row->contenders();
        $missing = [];
        for ($round = 0; $round < $rounds; $round++) {
            $order = array_keys($contenders);
            shuffle($order);
            foreach (array_diff($order, $missing) as $name) {
                $this->note($round, $rounds, $name);
                try {
                    $samples->add($name, $round, $contenders[$name]($round));
                } catch (Missing $reason) {
                    $samples->failures[$name] = $reason->getMessage();
                    $missing[] = $name;
                } catch (Failed $reason) {
                    $samples->failures[$name] = 'failed: ' . strtr($reason->getMessage(), "\n", ' ');
                }
            }
        }
        if (stream_isatty(STDOUT)) {
            echo "\r\e[K";
        }
    }

    private function note(int $round, int $rounds, string $contender): void
    {
        if (stream_isatty(STDOUT)) {
            printf("\r\e[K   round %d of %d: %s", $round + 1, $rounds, $contender);
        }
    }
}
