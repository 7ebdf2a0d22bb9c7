<?php
// Plots as SVG that a person can look at: bars with their spread, and curves on logarithmic axes. No library, no fonts of
// its own, readable on light and dark pages.

declare(strict_types=1);

namespace Bench;

const OURS = '#2f6fdf';
const THEIRS = '#8a94a6';
const LINES = ['#2f6fdf', '#d9822b', '#3a9d6a', '#b0413e', '#7d5ba6', '#c14f96', '#5b6b7b'];

function svg(int $width, int $height, string $body): string
{
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"$width\" height=\"$height\" viewBox=\"0 0 $width $height\" "
        . "font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"$width\" height=\"$height\" fill=\"#ffffff\"/>\n$body</svg>\n";
}

function text(float $x, float $y, string $text, string $more = ''): string
{
    return sprintf("<text x=\"%.1f\" y=\"%.1f\" fill=\"#222\" %s>%s</text>\n", $x, $y, $more, htmlspecialchars($text, ENT_XML1));
}

/** Round numbers that span 0 … $top. @return list<float> */
function ticks(float $top): array
{
    $step = 10 ** floor(log10(max($top, 1e-9)));
    foreach ([0.1, 0.2, 0.25, 0.5, 1, 2] as $factor) {
        if ($top / ($step * $factor) <= 6) {
            $step *= $factor;
            break;
        }
    }
    return array_map(fn ($i) => $i * $step, range(0, (int) ceil($top / $step - 1e-9)));
}

/** @param array<string, array{median: float, min: float, max: float}> $bars best first is not assumed */
function bar_plot(string $title, string $axis, array $bars, bool $more_is_better): string
{
    uasort($bars, fn ($a, $b) => $more_is_better ? $b['median'] <=> $a['median'] : $a['median'] <=> $b['median']);
    $left = 16 + 7.2 * max(array_map(fn ($name) => characters((string) $name), array_keys($bars)));
    $width = 860;
    $right = 150;
    $top = 62;
    $each = 30;
    $plot = $width - $left - $right;
    // One contender that is far off must not squeeze the others: beyond ten times the median of all, the axis is logarithmic.
    $medians = array_column($bars, 'median');
    $logarithmic = max($medians) > 20 * max(1e-12, min($medians)) && min(array_column($bars, 'min')) > 0;
    $high = max(array_column($bars, 'max'));
    if ($logarithmic) {
        $from = floor(log10(min(array_column($bars, 'min'))));
        $to = ceil(log10($high) - 1e-9);
        $marks = array_map(fn ($e) => 10 ** $e, range((int) $from, (int) max($to, $from + 1)));
        $at = fn (float $value) => $left + $plot * (log10(max($value, 10 ** $from)) - $from) / max(1, $to - $from);
    } else {
        $marks = ticks($high ?: 1);
        $at = fn (float $value) => $left + $plot * $value / end($marks);
    }
    $height = $top + $each * count($bars) + 46;
    $body = text(12, 24, $title, 'font-size="16" font-weight="bold"');
    $body .= text(12, 44, $axis . ($more_is_better ? ' (more is better' : ' (less is better') . ($logarithmic ? ', logarithmic axis)' : ')'), 'fill-opacity="0.75"');
    foreach ($marks as $mark) {
        $x = $at((float) $mark);
        $body .= sprintf("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>\n", $x, $top - 6, $x, $height - 40);
        $body .= text($x, $height - 22, short_figure((float) $mark), 'text-anchor="middle" font-size="11"');
    }
    $y = $top;
    foreach ($bars as $name => $bar) {
        $middle = $y + $each / 2;
        $colour = preg_match('/^async\b/', $name) ? OURS : THEIRS;
        $body .= text($left - 8, $middle + 4, $name, 'text-anchor="end"');
        $body .= sprintf("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\" rx=\"2\"/>\n", $left, $y + 5,
            max(1, $at($bar['median']) - $left), $each - 10, $colour);
        $body .= sprintf("<path d=\"M%.1f %.1fH%.1fM%.1f %.1fv8M%.1f %.1fv8\" stroke=\"#222\" fill=\"none\"/>\n", $at($bar['min']), $middle,
            $at($bar['max']), $at($bar['min']), $middle - 4, $at($bar['max']), $middle - 4);
        $body .= text($at($bar['max']) + 8, $middle + 4, figure($bar['median']), 'font-size="12"');
        $y += $each;
    }
    $body .= text(12, $height - 6, 'bar: median, whisker: min-max over the rounds', 'font-size="11" fill-opacity="0.6"');
    return svg($width, $height, $body);
}

function short_figure(float $value): string
{
    foreach ([1e9 => 'G', 1e6 => 'M', 1e3 => 'k'] as $size => $letter) {
        if ($value >= $size) {
            return rtrim(rtrim(number_format($value / $size, 2, '.', ''), '0'), '.') . $letter;
        }
    }
    return $value == 0 ? '0' : rtrim(rtrim(number_format($value, 4, '.', ''), '0'), '.');
}

/**
 * Curves on two logarithmic axes.
 *
 * @param array<string, array<string|int, array{median: float, min: float, max: float}|float>> $curves name → x → y
 */
function curve_plot(string $title, string $x_axis, string $y_axis, array $curves): string
{
    $width = 860;
    $height = 500;
    [$left, $right, $top, $bottom] = [70, 30, 62, 60];
    $xs = $ys = [];
    foreach ($curves as $points) {
        foreach ($points as $x => $y) {
            $xs[] = (float) $x;
            array_push($ys, ...(is_array($y) ? [$y['min'], $y['max']] : [$y]));
        }
    }
    $decades = fn (array $values) => [floor(log10(min($values)) + 1e-9), ceil(log10(max($values)) - 1e-9)];
    [$x0, $x1] = $decades($xs);
    [$y0, $y1] = $decades($ys);
    $x_at = fn (float $x) => $left + ($width - $left - $right) * (log10($x) - $x0) / max(1, $x1 - $x0);
    $y_at = fn (float $y) => $height - $bottom - ($height - $top - $bottom) * (log10($y) - $y0) / max(1, $y1 - $y0);
    $body = text(12, 24, $title, 'font-size="16" font-weight="bold"') . text(12, 44, $y_axis, 'fill-opacity="0.75"');
    for ($e = $x0; $e <= $x1; $e++) {
        $x = $x_at(10 ** $e);
        $body .= sprintf("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>\n", $x, $top, $x, $height - $bottom);
        $body .= text($x, $height - $bottom + 18, short_figure(10 ** $e), 'text-anchor="middle" font-size="11"');
    }
    for ($e = $y0; $e <= $y1; $e++) {
        $y = $y_at(10 ** $e);
        $body .= sprintf("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", $left, $y, $width - $right, $y);
        $body .= text($left - 8, $y + 4, short_figure(10 ** $e), 'text-anchor="end" font-size="11"');
    }
    $body .= text(($left + $width) / 2, $height - 14, $x_axis, 'text-anchor="middle"');
    $index = 0;
    foreach ($curves as $name => $points) {
        $colour = LINES[$index % count(LINES)];
        $path = '';
        foreach ($points as $x => $y) {
            $px = $x_at((float) $x);
            $py = $y_at(is_array($y) ? $y['median'] : $y);
            $path .= ($path === '' ? 'M' : 'L') . sprintf('%.1f %.1f', $px, $py);
            if (is_array($y)) {
                $body .= sprintf("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n", $px, $y_at($y['min']), $px, $y_at($y['max']), $colour);
                $body .= sprintf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n", $px, $py, $colour);
            }
        }
        $dashes = is_array(reset($points)) ? '' : ' stroke-dasharray="6 4"';
        $body .= "<path d=\"$path\" fill=\"none\" stroke=\"$colour\" stroke-width=\"1.8\"$dashes/>\n";
        $y = $top + 14 + 18 * $index;
        $body .= sprintf("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", $left + 12, $y - 4, $left + 42, $y - 4, $colour, $dashes);
        $body .= text($left + 50, $y, $name);
        $index++;
    }
    return svg($width, $height, $body);
}
