<?php
// What it costs to have the extension loaded and not to use it: instructions of whole scripts, with it and without. Law 7:
// the script itself may not cost more than one per cent. Start and end of the process are not counted. The loops of
// micro_bench.php go round N times, which is less here: a count needs no long run.
//
// usage: php -n -d extension=async benchmarks/counts/unused.php SCRIPT…

declare(strict_types=1);

require __DIR__ . '/../lib/stats.php';
require __DIR__ . '/counter.php';

const ALLOWED = 0.01;
const ROUNDS = 50000;

$scripts = array_slice($argv, 1);
if (!$scripts || !extension_loaded('async')) {
    fwrite(STDERR, "usage: php -n -d extension=async benchmarks/counts/unused.php SCRIPT…\n");
    exit(2);
}
$counter = new Counter();
if (isset($counter->obstacles['instructions'])) {
    echo "skipped: instructions are not counted, {$counter->obstacles['instructions']}\n";
    exit(77);
}
$counted = function (array $php, string $script) use ($counter): int {
    $settings = ['-d', 'memory_limit=-1', '-d', 'max_execution_time=0'];
    $begin = 'define("N", ' . ROUNDS . ');';
    return $counter->callgrind([...$php, ...$settings, '-r', "$begin require \$argv[1];", $script])
        - $counter->callgrind([...$php, ...$settings, '-r', $begin, $script]);
};
$rows = [];
$above = false;
foreach ($scripts as $script) {
    $stock = $counted([PHP_BINARY, '-n'], $script);
    $loaded = $counted(Bench\php_command(), $script);
    $above = $above || $loaded > $stock * (1 + ALLOWED);
    $rows[] = [basename($script), number_format($stock), number_format($loaded), sprintf('%+.3f %%', 100 * ($loaded / $stock - 1))];
}
echo Bench\table(['instructions', 'stock PHP', 'extension loaded', 'more'], $rows);
echo "\n", $above ? "MORE THAN ONE PER CENT\n" : "within one per cent\n";
exit($above ? 1 : 0);
