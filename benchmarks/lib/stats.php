<?php
// Medians, spreads and their text, shared by every benchmark. All samples of one comparison come from the same run, in
// interleaved rounds, so that drift of the machine hits all contenders alike; ratios are taken round by round.

declare(strict_types=1);

namespace Bench;

function median(array $values): float
{
    if (!$values) {
        return NAN;
    }
    sort($values);
    $middle = intdiv(count($values), 2);
    return count($values) % 2 ? (float) $values[$middle] : ($values[$middle - 1] + $values[$middle]) / 2;
}

/** @return array{median: float, min: float, max: float, samples: list<float>} */
function spread(array $values): array
{
    $values = array_values($values);
    return ['median' => median($values), 'min' => (float) min($values), 'max' => (float) max($values), 'samples' => $values];
}

/** Ratios a/b of samples taken in the same rounds. */
function ratios(array $a, array $b): array
{
    $rounds = array_intersect(array_keys($a), array_keys($b));
    return array_map(fn ($round) => $a[$round] / $b[$round], array_combine($rounds, $rounds));
}

/** Four digits are all a shared machine is good for. */
function figure(float $value): string
{
    if (is_nan($value)) {
        return '-';
    }
    if ($value == 0) {
        return '0';
    }
    $magnitude = abs($value);
    $decimals = $magnitude >= 100 ? 0 : ($magnitude >= 10 ? 1 : ($magnitude >= 1 ? 2 : 3));
    return number_format($value, $decimals, '.', ',');
}

/** "median (min-max)" */
function spread_text(array $values, string $unit = ''): string
{
    if (!$values) {
        return '-';
    }
    $s = spread($values);
    return figure($s['median']) . $unit . ' (' . figure($s['min']) . '-' . figure($s['max']) . ')';
}

/** The length of UTF-8 text as it is printed; mbstring is not everywhere. */
function characters(string $text): int
{
    return preg_match_all('/./us', $text);
}

/** Aligned columns; the first is text, the others are right-aligned. */
function table(array $head, array $rows): string
{
    $width = [];
    foreach ([$head, ...$rows] as $row) {
        foreach (array_values($row) as $column => $cell) {
            $width[$column] = max($width[$column] ?? 0, characters((string) $cell));
        }
    }
    $line = function (array $row) use ($width): string {
        $cells = [];
        foreach (array_values($row) as $column => $cell) {
            $pad = str_repeat(' ', $width[$column] - characters((string) $cell));
            $cells[] = $column === 0 ? $cell . $pad : $pad . $cell;
        }
        return rtrim(implode('  ', $cells)) . "\n";
    };
    $rule = implode('  ', array_map(fn ($w) => str_repeat('-', $w), $width)) . "\n";
    return $line($head) . $rule . implode('', array_map($line, $rows));
}

/** What the figures were measured on, for the head of every report. */
function machine(): array
{
    $cpu = 'unknown processor';
    if (is_readable('/proc/cpuinfo') && preg_match('/^model name\s*:\s*(.+)$/m', file_get_contents('/proc/cpuinfo'), $m)) {
        $cpu = trim($m[1]);
    }
    $memory = 0;
    if (is_readable('/proc/meminfo') && preg_match('/^MemTotal:\s*(\d+) kB/m', file_get_contents('/proc/meminfo'), $m)) {
        $memory = (int) round($m[1] / 1048576);
    }
    $cores = is_readable('/proc/cpuinfo') ? preg_match_all('/^processor\s*:/m', file_get_contents('/proc/cpuinfo')) : 0;
    return [
        'date' => date('Y-m-d'),
        'cpu' => $cpu,
        'cores' => $cores,
        'memory_gib' => $memory,
        'system' => php_uname('s') . ' ' . php_uname('r') . ' ' . php_uname('m'),
        'php' => PHP_VERSION . (PHP_ZTS ? ' ZTS' : ' NTS') . (PHP_DEBUG ? ' debug' : ''),
        'jit' => function_exists('opcache_get_status') && (opcache_get_status(false)['jit']['on'] ?? false) ? 'on' : 'off',
        'async' => phpversion('async') ?: 'not loaded',
    ];
}

function machine_text(): string
{
    $m = machine();
    return "{$m['date']}, {$m['cpu']}, {$m['cores']} cores, {$m['memory_gib']} GiB, {$m['system']}, "
        . "PHP {$m['php']} (JIT {$m['jit']}), async {$m['async']}";
}
