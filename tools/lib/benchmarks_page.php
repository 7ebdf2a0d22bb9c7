<?php
// Writes the section "Measured" of README.md from docs/benchmarks/results.json. Argument: the project's root.

declare(strict_types=1);

[, $root] = $argv;
const HEADING = "## Measured\n";
const PICTURES = ['E2' => 'rate', 'E13' => 'sweep'];

$rows = json_decode(file_get_contents("$root/docs/benchmarks/results.json"), true, flags: JSON_THROW_ON_ERROR)['rows'];
$machines = array_unique(array_map(fn ($row) => sprintf('%s, %s, %d cores, %s, PHP %s', $row['machine']['date'], $row['machine']['cpu'],
    $row['machine']['cores'], $row['machine']['system'], $row['machine']['php']), $rows));

$rounds = PHP_INT_MAX;
foreach ($rows as $row) {
    foreach (array_filter($row['contenders']) as $figures) {
        $rounds = min($rounds, ...array_map(fn ($figure) => count($figure['samples']), array_values(array_intersect_key($figures, $row['metrics']))));
    }
}

$text = HEADING . "\n" . implode('; ', $machines) . ". Medians, and least to most of $rounds rounds or more; all contenders took turns in the same run.\n"
    . "[The tables](docs/benchmarks/results.md) have the figures of every contender, `benchmarks/run` measures them on your machine.\n\n"
    . "| | the first thing to be shown | measured | targets met |\n|---|---|---|--:|\n";
$missed = '';
foreach ($rows as $id => $row) {
    $judged = array_filter($row['verdicts'], fn ($verdict) => $verdict['met'] !== null);
    $text .= sprintf("| **%s** %s | %s | %s | %d of %d |\n", $id, $row['title'], $row['verdicts'][0]['claim'], $row['verdicts'][0]['measured'],
        count(array_filter(array_column($judged, 'met'))), count($judged));
    foreach (array_filter($judged, fn ($verdict) => !$verdict['met']) as $verdict) {
        $missed .= "- **$id** $verdict[claim]: $verdict[measured]\n";
    }
}
$text .= $missed === '' ? "\nNone was missed.\n" : "\nMissed ([why](benchmarks/README.md#what-misses-its-target-and-why)):\n\n$missed";
foreach (PICTURES as $id => $plot) {
    if (is_file("$root/docs/benchmarks/plots/$id-$plot.svg")) {
        $text .= "\n![{$rows[$id]['title']}](docs/benchmarks/plots/$id-$plot.svg)\n";
    }
}

// The section ends where the next one begins; without one it goes before "Install".
$readme = file_get_contents("$root/README.md");
$start = strpos($readme, HEADING);
$end = $start === false ? $start = strpos($readme, "## Install\n") : strpos($readme, "\n## ", $start + 1) + 1;
if ($start === false) {
    fwrite(STDERR, "README.md has no section \"Install\" to stand before\n");
    exit(1);
}
file_put_contents("$root/README.md", substr($readme, 0, $start) . "$text\n" . substr($readme, $end));
