<?php
// Jobs that compute and then wait for one call of a backend, for a while: one after the other, or in coroutines.
//
// usage: php [-d extension=async] benchmarks/mixed.php URL TURNS COROUTINES WARMUP SECONDS
//        php benchmarks/mixed.php --calibrate      turns of the computing loop that take a millisecond
//   COROUTINES 0 is one job after the other, without the extension
//
// Prints one line of JSON: jobs a second in the measured time, processor seconds per job, the share of the time in which other
// programs had the core.

declare(strict_types=1);

require __DIR__ . '/lib/calls.php';
require __DIR__ . '/lib/work.php';

use function Async\delay;
use function Async\spawn;

if ($argv[1] === '--calibrate') {
    echo json_encode(['turns' => Bench\turns_per_ms()]), "\n";
    exit;
}
[, $url, $turns, $coroutines, $warmup, $seconds] = $argv;
$jobs = 0;
$running = true;
$work = function () use ($url, $turns, &$jobs, &$running): void {
    $call = Bench\caller('stream', $url);
    while ($running) {
        Bench\compute((int) $turns);
        $call();
        $jobs++;
    }
};
/** Starts to measure; what it returns prints the report of so many jobs. */
$measure = function (): Closure {
    [$began, $lost, $used] = [hrtime(true), Bench\seconds_without_core(), Bench\cpu_used()];
    return function (int $jobs) use ($began, $lost, $used): void {
        $seconds = (hrtime(true) - $began) / 1e9;
        echo json_encode(['rate' => $jobs / $seconds, 'cpu' => (Bench\cpu_used() - $used) / max(1, $jobs),
            'lost' => (Bench\seconds_without_core() - $lost) / $seconds]), "\n";
    };
};

if ((int) $coroutines === 0) {
    $call = Bench\caller('stream', $url);
    $repeat = function (float $seconds, int $least) use ($call, $turns): int {
        for ($n = 0, $until = hrtime(true) + 1e9 * $seconds; $n < $least || hrtime(true) < $until; $n++) {
            Bench\compute((int) $turns);
            $call();
        }
        return $n;
    };
    $repeat((float) $warmup, 1);
    $report = $measure();
    $report($repeat((float) $seconds, 3));
    exit;
}
for ($i = 0; $i < (int) $coroutines; $i++) {
    spawn($work);
}
delay((int) (1000 * (float) $warmup));
$report = $measure();
$done = $jobs;
delay((int) (1000 * (float) $seconds));
$report($jobs - $done);
exit(0);  // what is still waiting is not waited for
