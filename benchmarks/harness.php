<?php
// The evidence: measures the rows of benchmarks/evidence and writes down what came out. Started by benchmarks/run, which
// builds the extension and says what the options are.

declare(strict_types=1);

use Bench\Lab;
use Bench\Report;
use Bench\Row;
use Bench\Runner;

foreach (['lab', 'row', 'backend_row', 'report', 'runner'] as $part) {
    require __DIR__ . "/lib/$part.php";
}

/** @return list<string> */
function known_rows(): array
{
    $ids = array_map(fn ($file) => basename($file, '.php'), glob(__DIR__ . '/evidence/[A-Z][0-9]*.php'));
    natsort($ids);
    return array_values($ids);
}

function make_row(string $id, Lab $lab): Row
{
    require_once __DIR__ . "/evidence/$id.php";
    $class = "Bench\\Evidence\\$id";
    return new $class($lab);
}

$options = ['extension' => '', 'scratch' => sys_get_temp_dir(), 'out' => '', 'rounds' => null, 'long' => false, 'install' => true];
$wanted = [];
for ($i = 1; $i < $argc; $i++) {
    switch ($argv[$i]) {
        case '--extension':
        case '--scratch':
        case '--out':
        case '--rounds':
            $options[substr($argv[$i], 2)] = $argv[++$i] ?? '';
            break;
        case '--long':
            $options['long'] = true;
            break;
        case '--no-install':
            $options['install'] = false;
            break;
        default:
            $wanted[] = $argv[$i];
    }
}
if ($unknown = array_diff($wanted, known_rows())) {
    fprintf(STDERR, "unknown row %s; there are: %s\n", implode(' ', $unknown), implode(' ', known_rows()));
    exit(2);
}

$lab = new Lab(dirname(__DIR__), $options['scratch'], $options['extension'], !$options['long'], $options['install']);
$runner = new Runner(new Report($options['out']));
echo Bench\machine_text(), "\n";
if ($lab->cores < 2) {
    echo "one core only: server and load share it, which flatters nobody and helps nobody\n";
}
$failed = false;
foreach ($wanted ?: known_rows() as $id) {
    $failed = !$runner->run($id, make_row($id, $lab), $options['rounds'] === null ? null : max(1, (int) $options['rounds'])) || $failed;
}
printf("\nwritten: %s/results.json, results.md and plots/\n", $options['out']);
exit($failed ? 1 : 0);
