<?php
// Counts what one operation costs, compares it with the cost table and the recorded figures, and fails when it is above.
// Nothing here is a time: the figures are the same on a busy machine.
//
// usage: php -n -d extension=async benchmarks/counts/count.php [--instructions] [--record] [--json FILE] [OPERATION…]
//   --instructions  instructions of every operation, not only of the hot ones
//   --record        writes what was counted to recorded.json instead of comparing it
//
// What is missing on this machine is said in a line "skipped: ..." and left out. Exit status 1: above; 77: nothing could be
// counted.

declare(strict_types=1);

require __DIR__ . '/../lib/stats.php';
require __DIR__ . '/counter.php';
require __DIR__ . '/recorded.php';

const HOT = ['spawn', 'suspend_2', 'channel', 'echo'];  // instructions are counted of these, unless all are asked for
const CLOCKED = ['delay', 'delay_shared'];              // the clock decides how often these look at it
const PARKED = ['asleep'];                              // memory is counted of these

function shown(?float $value): string
{
    return $value === null ? '-' : number_format(round($value, 3) + 0.0, abs($value - round($value)) < 0.0005 ? 0 : 3);
}

$every_instruction = false;
$recording = false;
$json = null;
$wanted = [];
for ($i = 1; $i < $argc; $i++) {
    match ($argv[$i]) {
        '--instructions' => $every_instruction = true,
        '--record' => $recording = true,
        '--json' => $json = $argv[++$i] ?? null,
        default => $wanted[] = $argv[$i],
    };
}
if (!extension_loaded('async')) {
    fwrite(STDERR, "count.php needs the extension: php -n -d extension=async benchmarks/counts/count.php\n");
    exit(2);
}
exec(implode(' ', array_map('escapeshellarg', [...Bench\php_command(), __DIR__ . '/work.php', '--list'])), $operations, $status);
if ($status !== 0 || array_diff($wanted, $operations)) {
    fwrite(STDERR, 'unknown operation; this build has: ' . implode(' ', $operations) . "\n");
    exit(2);
}

$limits = require __DIR__ . '/cost_table.php';
$recorded = new Recorded();
$counter = new Counter();
foreach ($counter->obstacles as $quantities => $why) {
    echo "skipped: $quantities are not counted, $why\n";
}
if (count($counter->obstacles) === 3) {
    exit(77);
}
$wanted = $wanted ?: ($every_instruction ? $operations : array_keys($limits));
$yardstick = $counter->stock_instructions(Recorded::YARDSTICK);

$report = [];
$machine_code = [Recorded::YARDSTICK => array_filter(['instructions' => $yardstick])];  // what is compared with the record
$rows = [];
$above = [];
foreach ($wanted as $operation) {
    $names = $counter->system_calls($operation);
    $each = $counter->library_calls($operation) + ($names ? ['calls' => array_sum($names)] : []);
    if (in_array($operation, PARKED)) {
        $each += $counter->memory($operation);
    }
    if (in_array($operation, $every_instruction ? array_diff($operations, CLOCKED) : HOT)) {
        $each += array_filter(['instructions' => $counter->instructions($operation)]);
    }
    foreach ($limits[$operation] ?? [] as $quantity => $limit) {
        // An array that doubles during the longer run is not a cost of the operation.
        if (isset($each[$quantity]) && $each[$quantity] > $limit + 0.005) {
            $above[] = sprintf('%s: %s %s, allowed %s', $operation, shown($each[$quantity]), $quantity, shown((float) $limit));
        }
    }
    $machine_code[$operation] ??= array_intersect_key($each, ['instructions' => 0, 'bytes' => 0]);
    $names = array_filter($names, fn ($count) => $count > 0.004);
    arsort($names);
    $report[$operation] = $each + ['names' => $names];
    $rows[] = [$operation, ...array_map(fn ($quantity) => shown($each[$quantity] ?? null), ['allocations', 'left', 'calls', 'coarse', 'fine', 'mappings']),
        implode(' ', array_map(fn ($name, $count) => $name . ' ' . shown($count), array_keys($names), $names))];
}
echo "\n", Bench\table(['per operation', 'allocations', 'left', 'system calls', 'coarse clock', 'clock', 'mappings', 'which calls'], $rows);

$rows = [];
foreach ($machine_code as $operation => $quantities) {
    foreach ($quantities as $quantity => $count) {
        $is_yardstick = $operation === Recorded::YARDSTICK;
        $change = $is_yardstick || $recording ? null : $recorded->change($operation, $quantity, $count, $yardstick);
        $figure = $recorded->figure($operation, $quantity);
        $rows[] = [$is_yardstick ? "$operation, stock PHP" : $operation, $quantity, number_format($count), $figure === null ? '-' : number_format($figure),
            $change === null ? '-' : sprintf('%+.1f %%', 100 * $change)];
        if ($recorded->above($change)) {
            $above[] = sprintf('%s: %s %s, recorded %s', $operation, number_format($count), $quantity, number_format($figure));
        } elseif ($recorded->outdated($change)) {
            echo "\n$operation has become cheaper: record it anew (--record)\n";
        }
    }
}
if ($rows) {
    echo "\n", Bench\table(["$recorded->build", '', 'counted', 'recorded', 'more'], $rows);
}
if ($recording) {
    $recorded->write(array_filter($machine_code));
} elseif (!$recorded->knows_build()) {
    echo "\nnothing is recorded for $recorded->build: instructions and bytes are not judged\n";
}
if ($json !== null) {
    file_put_contents($json, json_encode($report, JSON_PRETTY_PRINT) . "\n");
}
echo "\n", $above ? "ABOVE WHAT IS ALLOWED:\n  " . implode("\n  ", $above) . "\n" : "nothing is above what is allowed\n";
exit($above ? 1 : 0);
