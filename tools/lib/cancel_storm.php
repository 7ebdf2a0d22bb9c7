<?php
// usage: cancel_storm.php ROUNDS ROUNDS-OF-COMMANDS SEED [FACILITY...]   (run by tools/cancel-storm, one process per facility)

require __DIR__ . '/../../tests/phpt/_inc/storm.inc';

function handles(): int
{
    posix_kill(posix_getpid(), SIGUSR2);
    return (int) file_get_contents(getenv('ASYNC_UV_HANDLES'));
}

[, $rounds, $commandRounds, $seed] = $argv;
putenv('LD_PRELOAD');  // this process has the sanitizer; the shells it starts would spend their lives on loading it
mt_srand((int) $seed);
$storm = new Storm();
ini_set('async.fs_metadata', 'pool');
$warnings = [];
set_error_handler(function ($level, $text) use (&$warnings) {
    if (error_reporting() & $level) {
        $warnings[$text] = ($warnings[$text] ?? 0) + 1;
    }
    return true;
});
$facilities = $storm->facilities() + $storm->commands();
$commands = $storm->commands();
$names = array_slice($argv, 4) ?: array_keys($facilities);
$left = fn() => descriptors() + handles();
foreach ($names as $name) {  // what a first time opens stays open
    $storm->run($facilities[$name], 20, fn() => 0);
}
usleep(200000);
$bad = 0;
foreach ($names as $name) {
    gc_collect_cycles();
    [$descriptors, $handles] = [descriptors(), handles()];
    $began = hrtime(true);
    $storm->run($facilities[$name], (int) (isset($commands[$name]) ? $commandRounds : $rounds), $left);
    gc_collect_cycles();
    // A worker may still be at a file of a lookup nobody waits for any more.
    for ($i = 0; ; $i++) {
        [$descriptorsAfter, $handlesAfter] = [descriptors(), handles()];
        $grown = $descriptorsAfter > $descriptors || $handlesAfter > $handles;
        if (!$grown || $i === 500) {
            break;
        }
        usleep(20000);
    }
    $wrong = $grown || $warnings || !$storm->cancels['cancelled'];
    $bad += $wrong;
    printf("%-16s %9d %9d %8d %6d %8d %6d %8.1f s%s\n", $name, $storm->cancels['cancelled'], $storm->cancels['completed'], $descriptors, $descriptorsAfter,
        $handles, $handlesAfter, (hrtime(true) - $began) / 1e9, $wrong ? '  DIFFERENT ' . json_encode($warnings) : '');
    $warnings = [];
}
ob_start();
$storm->finish();
if (ob_get_clean() !== "nobody holds the lock\nstill there\nno child left\n") {
    echo "something is broken afterwards\n";
    $bad++;
}
exit($bad > 0 ? 1 : 0);
