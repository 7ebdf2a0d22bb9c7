<?php
// N suspended Fibers of stock PHP, or as many as the kernel allows: one line of JSON.   fibers_asleep.php N
require __DIR__ . '/../lib/process.php';

$n = (int) $argv[1];
$error = null;
$fibers = [];
$before = Bench\status_bytes('VmRSS');
$tables = Bench\status_bytes('VmPTE');
$from = hrtime(true);
try {
    for ($i = 0; $i < $n; $i++) {
        $fiber = new Fiber(function (): void {
            Fiber::suspend();
        });
        $fiber->start();
        $fibers[] = $fiber;
    }
} catch (Throwable $e) {
    $error = $e->getMessage();
}
$seconds = (hrtime(true) - $from) / 1e9;
$count = max(1, count($fibers));
echo json_encode(['count' => count($fibers), 'error' => $error, 'seconds' => $seconds,
    'bytes' => (Bench\status_bytes('VmRSS') - $before) / $count, 'tables' => (Bench\status_bytes('VmPTE') - $tables) / $count]), "\n";
flush();
