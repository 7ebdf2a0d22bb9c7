<?php
// How fair the Pool is: 16 coroutines share 5 resources, each acquires and releases in a loop. Prints how long the unluckiest
// acquire waited, in rounds (others served meanwhile, over the number of coroutines) and in microseconds. A line that is first
// come first served never lets anybody wait a whole round; the script fails when it took more than two.
//
// usage: php -d extension=async benchmarks/fairness.php [--coroutines N] [--resources N] [--loops N]

declare(strict_types=1);

use function Async\{await_all_or_fail, spawn, suspend};

if (!extension_loaded('async')) {
    fwrite(STDERR, "fairness.php needs the extension: php -d extension=async benchmarks/fairness.php\n");
    exit(2);
}
$options = ['coroutines' => 16, 'resources' => 5, 'loops' => 2000];
for ($i = 1; $i < $argc; $i++) {
    $name = substr($argv[$i], 2);
    if (!isset($options[$name]) || !ctype_digit($argv[$i + 1] ?? '') || $argv[$i + 1] < 1) {
        fwrite(STDERR, "usage: fairness.php [--coroutines N] [--resources N] [--loops N]\n");
        exit(2);
    }
    $options[$name] = (int) $argv[++$i];
}
['coroutines' => $coroutines, 'resources' => $resources, 'loops' => $loops] = $options;

/** @return array{float, float, float, array<int, int>} worst wait in rounds, worst and mean wait in µs, how often each was served */
function run(int $coroutines, int $resources, int $loops): array
{
    $pool = new Async\Pool(fn () => new stdClass(), max: $resources);
    $served = 0;
    $worst_rounds = $worst_us = $sum_us = 0.0;
    // Half way through: who has been forgotten until then?
    $half = [];
    $counts = array_fill(0, $coroutines, 0);
    $body = function (int $me) use ($pool, $loops, $coroutines, &$served, &$worst_rounds, &$worst_us, &$sum_us, &$counts, &$half): void {
        for ($i = 0; $i < $loops; $i++) {
            $before = $served;
            $from = hrtime(true);
            $resource = $pool->acquire();
            $us = (hrtime(true) - $from) / 1e3;
            $worst_us = max($worst_us, $us);
            $worst_rounds = max($worst_rounds, ($served - $before) / $coroutines);
            $sum_us += $us;
            $served++;
            $counts[$me]++;
            if ($served === intdiv($loops * $coroutines, 2)) {
                $half = $counts;
            }
            suspend();    // a query
            $pool->release($resource);
        }
    };
    $all = [];
    for ($i = 0; $i < $coroutines; $i++) {
        $all[] = spawn($body, $i);
    }
    await_all_or_fail($all);
    return [$worst_rounds, $worst_us, $sum_us / $served, $half];
}

[$rounds, $worst, $mean, $half] = run($coroutines, $resources, $loops);
printf("%d coroutines over a pool of %d, %d times each\n", $coroutines, $resources, $loops);
printf("worst wait: %.2f rounds, %.1f us (mean %.1f us)\n", $rounds, $worst, $mean);
printf("half way through, the least served had %d turns, the most served %d\n", min($half), max($half));
exit($rounds > 2 ? 1 : 0);
