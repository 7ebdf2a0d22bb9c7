<?php
// Results on the screen, in one JSON file, in Markdown and as plots. A row that is run again replaces its old results; the
// others stay.

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/plot.php';

final class Report
{
    private static bool $has_complained = false;

    public function __construct(private readonly string $directory)
    {
        is_dir("$directory/plots") || mkdir("$directory/plots", 0755, true);
    }

    private function file(): string
    {
        return "$this->directory/results.json";
    }

    private function load(): array
    {
        $all = is_file($this->file()) ? json_decode(file_get_contents($this->file()), true) : null;
        return $all ?? ['rows' => []];
    }

    /**
     * @param list<Verdict> $verdicts
     * @param list<string> $remarks besides the row's own
     */
    public function add(string $id, Row $row, Samples $samples, array $verdicts, float $seconds, array $remarks): void
    {
        $entry = [
            'title' => $row->title(), 'claim' => $row->claim(), 'machine' => machine(), 'seconds' => round($seconds, 1),
            'reference' => $row->reference(),
            'metrics' => array_map(fn (Metric $m) => ['title' => $m->title, 'unit' => $m->unit, 'more_is_better' => $m->more_is_better], $row->metrics()),
            'contenders' => array_map(fn ($metrics) => array_map('Bench\spread', $metrics), $samples->values),
            'failures' => $samples->failures,
            'verdicts' => array_map(fn (Verdict $v) => ['claim' => $v->claim, 'measured' => $v->measured, 'met' => $v->met], $verdicts),
            'remarks' => [...$remarks, ...$row->remarks($samples)],
            'plots' => [],
        ];
        foreach ($row->plots($samples) as $stem => $svg) {
            $name = "plots/$id-$stem.svg";
            file_put_contents("$this->directory/$name", $svg);
            $this->draw($name);
            $entry['plots'][] = $name;
        }
        $all = $this->load();
        $all['rows'][$id] = $entry;
        uksort($all['rows'], 'strnatcmp');
        file_put_contents($this->file(), json_encode($all, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR) . "\n");
        file_put_contents("$this->directory/results.md", $this->markdown($all));
    }

    /** The same picture as a PNG beside it, for whoever cannot show the other; where there is nothing to draw with, there is none. */
    private function draw(string $name): void
    {
        $picture = "$this->directory/$name";
        exec('rsvg-convert --zoom 2 -o ' . escapeshellarg(substr($picture, 0, -3) . 'png') . ' ' . escapeshellarg($picture) . ' 2>&1', $said, $status);
        if ($status !== 0 && !self::$has_complained) {
            self::$has_complained = true;
            fwrite(STDERR, "no PNG of the plots (package librsvg2-bin): " . implode(' ', $said) . "\n");
        }
    }

    /** @return array{list<string>, list<list<string>>} head and lines of the table of a row */
    public static function lines(array $entry): array
    {
        $head = [''];
        foreach ($entry['metrics'] as $metric) {
            $head[] = "$metric[title], $metric[unit]";
            if ($entry['reference'] !== null) {
                $head[] = 'ratio';
            }
        }
        $lines = [];
        foreach ($entry['contenders'] as $name => $figures) {
            $line = [$name];
            foreach (array_keys($entry['metrics']) as $metric) {
                $samples = $figures[$metric]['samples'] ?? [];
                $line[] = spread_text($samples);
                if ($entry['reference'] !== null) {
                    $reference = $entry['contenders'][$entry['reference']][$metric]['samples'] ?? [];
                    $ratio = $samples && $reference ? ratios($samples, $reference) : [];
                    $line[] = $ratio ? figure(median($ratio)) : '-';
                }
            }
            $lines[] = $line;
        }
        foreach ($entry['failures'] as $name => $reason) {
            $lines[] = [isset($entry['contenders'][$name]) ? "$name (in some rounds)" : $name, $reason];
        }
        return [$head, $lines];
    }

    public function show(string $id): void
    {
        $entry = $this->load()['rows'][$id];
        [$head, $lines] = self::lines($entry);
        // What failed says why, which would make every column as wide as the reason.
        $width = count($head);
        echo table($head, array_values(array_filter($lines, fn ($line) => count($line) === $width)));
        foreach ($entry['failures'] as $name => $reason) {
            echo "$name: $reason\n";
        }
        foreach ($entry['remarks'] as $remark) {
            echo "$remark\n";
        }
        foreach ($entry['verdicts'] as $verdict) {
            printf("  %-7s %s: %s\n", $verdict['met'] === null ? '-' : ($verdict['met'] ? 'met' : 'MISSED'), $verdict['claim'], $verdict['measured']);
        }
    }

    private function markdown(array $all): string
    {
        $text = "# Measured\n\nMedians (min-max) over interleaved rounds in shuffled order; ratios are taken round by round.\n";
        foreach ($all['rows'] as $id => $entry) {
            $m = $entry['machine'];
            $text .= "\n## $id: $entry[title]\n\nClaim: $entry[claim]\n\n";
            [$head, $lines] = self::lines($entry);
            $text .= '| ' . implode(' | ', $head) . " |\n|" . str_repeat('---|', count($head)) . "\n";
            foreach ($lines as $line) {
                $text .= '| ' . implode(' | ', array_map(fn ($cell) => str_replace('|', '\|', (string) $cell), array_pad($line, count($head), ''))) . " |\n";
            }
            $text .= "\n| target | measured | |\n|---|---|---|\n";
            foreach ($entry['verdicts'] as $verdict) {
                $text .= "| $verdict[claim] | $verdict[measured] | " . ($verdict['met'] === null ? '-' : ($verdict['met'] ? 'met' : '**missed**')) . " |\n";
            }
            foreach ($entry['remarks'] as $remark) {
                $text .= "\n$remark\n";
            }
            foreach ($entry['plots'] as $plot) {
                $text .= "\n![$entry[title]]($plot)\n";
            }
            $text .= "\n$m[date], $m[cpu], $m[cores] cores, $m[memory_gib] GiB, $m[system], PHP $m[php]\n";
        }
        return $text;
    }
}
