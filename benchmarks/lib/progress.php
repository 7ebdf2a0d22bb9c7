<?php
// A bar that moves where somebody looks at a terminal, a few plain lines where nobody does.

declare(strict_types=1);

namespace Bench;

final class Progress
{
    private bool $terminal;
    private float $shown = 0;
    private int $quarter = 0;

    public function __construct(private string $title, private int $total)
    {
        $this->terminal = stream_isatty(STDOUT);
    }

    public function at(int $done): void
    {
        $last = $done >= $this->total;
        if ($this->terminal) {
            if ($last || microtime(true) - $this->shown >= 0.05) {
                $this->shown = microtime(true);
                $filled = (int) (40 * $done / max(1, $this->total));
                printf("\r  %-30s [%-40s] %11s / %s%s", $this->title, str_repeat('#', $filled), number_format($done),
                    number_format($this->total), $last ? "\n" : '');
            }
            return;
        }
        $quarter = (int) (4 * $done / max(1, $this->total));
        if ($last || $quarter > $this->quarter) {
            $this->quarter = $quarter;
            printf("  %-30s %11s / %s\n", $this->title, number_format($done), number_format($this->total));
        }
    }

    /** It ends short of its total. */
    public function stop(): void
    {
        if ($this->terminal) {
            echo "\n";
        }
    }
}
