<?php
// The figures of recorded.json: what depends on the machine code, by version of PHP, kind of build and processor. Another
// compiler or a patch of PHP moves them a little, hence the tolerance. Where PHP itself has become slower, we may too: a
// count is judged by itself or by its ratio to the yardstick, stock PHP's own Fibers, whichever is kinder.

declare(strict_types=1);

final class Recorded
{
    public const YARDSTICK = 'fiber_queue';
    private const FILE = __DIR__ . '/recorded.json';
    private const TOLERANCE = 0.05;

    public readonly string $build;
    /** @var array<string, array<string, array<string, int>>> build, operation, quantity */
    private array $all;

    public function __construct()
    {
        ob_start();
        (new ReflectionExtension('async'))->info();
        $kind = str_contains(ob_get_clean(), "Assertions => on\n") ? 'dev' : 'release';
        $this->build = 'PHP ' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . (PHP_ZTS ? ' ZTS' : ' NTS') . (PHP_DEBUG ? ' debug' : '')
            . ", $kind, " . php_uname('m');
        $this->all = is_file(self::FILE) ? json_decode(file_get_contents(self::FILE), true, flags: JSON_THROW_ON_ERROR) : [];
    }

    /** Whether anything is recorded for this build. */
    public function knows_build(): bool
    {
        return isset($this->all[$this->build]);
    }

    public function figure(string $operation, string $quantity): ?int
    {
        return $this->all[$this->build][$operation][$quantity] ?? null;
    }

    /** How much more or less than recorded, as a share; null where nothing is. $yardstick: instructions of this run's, where counted. */
    public function change(string $operation, string $quantity, float $count, ?float $yardstick): ?float
    {
        $figure = $this->figure($operation, $quantity);
        if (!$figure) {
            return null;
        }
        $known = $this->figure(self::YARDSTICK, 'instructions');
        $engine = $quantity === 'instructions' && $yardstick && $known ? max(1, $yardstick / $known) : 1;
        return $count / ($figure * $engine) - 1;
    }

    public function above(?float $change): bool
    {
        return $change !== null && $change > self::TOLERANCE;
    }

    /** So much less that the record would hide it if it were lost again. */
    public function outdated(?float $change): bool
    {
        return $change !== null && $change < -self::TOLERANCE;
    }

    /** @param array<string, array<string, float>> $counted by operation and quantity; what was not counted stays as it is */
    public function write(array $counted): void
    {
        foreach ($counted as $operation => $quantities) {
            $this->all[$this->build][$operation] = array_map(fn ($count) => (int) round($count), $quantities) + ($this->all[$this->build][$operation] ?? []);
        }
        ksort($this->all[$this->build]);
        ksort($this->all);
        file_put_contents(self::FILE, json_encode($this->all, JSON_PRETTY_PRINT) . "\n");
    }
}
