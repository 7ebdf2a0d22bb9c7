--TEST--
D-12, IO-1304: async.warn_blocking names the function that kept the loop, its file and line and the duration (any order)
--INI--
async.warn_blocking=100
async.hook_functions=0
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Report
{
    public static function compute(): void
    {
        for ($until = hrtime(true) + 500_000_000; hrtime(true) < $until;);
    }
}

$warnings = [];
set_error_handler(function (int $level, string $text, string $file, int $line) use (&$warnings) {
    $warnings[] = sprintf('%s %s in %s:%d', $level === E_WARNING ? 'Warning' : $level, $text, basename($file), $line);
    return true;
});
$other = spawn(fn () => delay(1000000));
delay(1);
time_nanosleep(0, 500_000_000);
delay(1);
Report::compute();
delay(1);
$other->cancel();
Async\await_all([$other]);
$count = count($warnings);

// A machine that is busy with other things may delay others too; these two must be there.
foreach (['time_nanosleep() blocked', 'Report::compute() blocked'] as $wanted) {
    $found = array_values(array_filter($warnings, fn ($text) => str_contains($text, $wanted)));
    echo $found[0] ?? 'none: ' . implode("\n", $warnings), "\n";
}
echo preg_match('/time_nanosleep.* (\d+) ms/', implode("\n", $warnings), $m) && $m[1] >= 500 ? 'all of it' : 'too short', "\n";

// Alone, nobody is kept waiting.
time_nanosleep(0, 300_000_000);
echo count($warnings) - $count, "\n";
?>
--EXPECTF--
Warning time_nanosleep() blocked the event loop for %d ms in warn_blocking.php:%d
Warning Report::compute() blocked the event loop for %d ms in warn_blocking.php:%d
all of it
0
