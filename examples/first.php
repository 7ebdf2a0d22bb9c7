<?php
use function Async\{await, spawn};

function slow(string $job, int $ms): string    // ordinary blocking code
{
    usleep($ms * 1000);
    echo "$job is done\n";
    return strtoupper($job);
}

$start = microtime(true);
$report = spawn(slow(...), 'report', 300);
$search = spawn(slow(...), 'search', 100);
$mail = spawn(slow(...), 'mail', 200);
echo await($report), ' ', await($search), ' ', await($mail), "\n";
printf("%.2f s instead of 0.60 s\n", microtime(true) - $start);
