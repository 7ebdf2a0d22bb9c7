<?php
// PHP code that computes for a given time and does nothing else: a number of turns that takes a millisecond here.

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/process.php';

function compute(int $turns): string
{
    $text = 'x';
    for ($i = 0; $i < $turns; $i++) {
        $text = md5($text);
    }
    return $text;
}

/** By processor time, and the best of several: what else runs here is not to count. */
function turns_per_ms(): int
{
    $best = INF;
    for ($i = 0; $i < 15; $i++) {
        $before = cpu_used();
        compute(20000);
        $best = min($best, cpu_used() - $before);
    }
    return (int) round(20 / $best);
}
