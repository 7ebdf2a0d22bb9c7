<?php
// Work that never waits, in small jobs: as plain PHP, or divided among coroutines.
//
// usage: php [-d extension=async] benchmarks/compute.php mandelbrot|sort|json JOBS COROUTINES
//   COROUTINES 0 is plain PHP, also where the extension is loaded
//
// Prints one line of JSON: seconds, the most memory the process has had.

declare(strict_types=1);

require __DIR__ . '/lib/process.php';

use function Async\await_all_or_fail;
use function Async\spawn;

$workloads = [
    'mandelbrot' => function (): int {
        $inside = 0;
        for ($y = -1.0; $y < 1.0; $y += 0.25) {
            for ($x = -1.5; $x < 0.5; $x += 0.25) {
                for ($i = $a = $b = 0; $i < 50 && $a * $a + $b * $b < 4; $i++) {
                    [$a, $b] = [$a * $a - $b * $b + $x, 2 * $a * $b + $y];
                }
                $inside += $i === 50 ? 1 : 0;
            }
        }
        return $inside;
    },
    'sort' => function (): int {
        $numbers = [];
        for ($i = 0, $n = 1; $i < 250; $i++) {
            $numbers[] = $n = $n * 16807 % 2147483647;
        }
        usort($numbers, fn ($a, $b) => $a <=> $b);
        return $numbers[125];
    },
    'json' => function (): int {
        $rows = [];
        for ($i = 0; $i < 50; $i++) {
            $rows[] = ['id' => $i, 'name' => "name of $i", 'tags' => ['a', 'b', 'c'], 'ratio' => $i / 7];
        }
        return count(json_decode(json_encode($rows), true));
    },
];
[, $name, $jobs, $coroutines] = $argv;
$job = $workloads[$name];
$work = function (int $jobs) use ($job): int {
    for ($sum = 0; $jobs > 0; $jobs--) {
        $sum += $job();
    }
    return $sum;
};
$began = hrtime(true);
$sum = (int) $coroutines === 0 ? $work((int) $jobs)
    : array_sum(await_all_or_fail(array_map(fn () => spawn($work, intdiv((int) $jobs, (int) $coroutines)), range(1, (int) $coroutines))));
$seconds = (hrtime(true) - $began) / 1e9;
echo json_encode(['seconds' => $seconds, 'peak' => Bench\status_bytes('VmHWM'), 'sum' => $sum]), "\n";
