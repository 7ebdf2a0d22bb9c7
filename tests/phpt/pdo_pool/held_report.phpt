--TEST--
IO-1211, IO-1213: async.warn_held_connections names in the log who keeps a connection, by what, and the line that took it; once, and not what has gone back (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite'); ?>
--FILE--
<?php
use function Async\{spawn, await, suspend};

if (isset($argv[1])) {
    $pdo = new PDO('sqlite:' . $argv[1], null, null, [PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => 5]);
    $done = new Async\Channel();
    spawn(fn() => $pdo->exec('CREATE TABLE t (v)'));  // gives it back at once
    spawn(function () use ($pdo, $done) {
        $pdo->beginTransaction();
        $done->recv();
    });
    spawn(function () use ($pdo, $done) {
        $statement = $pdo->prepare('SELECT 1');
        $done->recv();
    });
    $left = await(spawn(fn() => $pdo->query('SELECT 1')));
    $pdo->beginTransaction();
    fgets(STDIN);  // until the reports have been read
    $done->close();
    exit;
}
require __DIR__ . '/../_inc/php_child.inc';
$file = tempnam(sys_get_temp_dir(), 'async-held');
$child = proc_open(php_child('-d', 'async.warn_held_connections=20', '-d', 'log_errors=1', '-d', 'display_errors=0', '-d', 'error_log=',
    __FILE__, $file), [['pipe', 'r'], 2 => ['pipe', 'w']], $pipes);
$lines = [];
for ($i = 0; $i < 4; $i++) {
    $lines[] = preg_replace(['/ for \d+ ms/', '/Coroutine \d+/', '~/\S*/~'], [' for N ms', 'Coroutine N', ''], fgets($pipes[2]));
}
fclose($pipes[0]);
sort($lines);
echo implode($lines), stream_get_contents($pipes[2]);
echo 'status ', proc_close($child), "\n";
unlink($file);
?>
--EXPECTF--
PHP Warning:  a connection of the pool of at most 5 has been held for N ms by Coroutine N spawned at held_report.php:12, suspended at held_report.php:14 (Closure::__invoke), kept by 1 statement, taken at held_report.php:13
PHP Warning:  a connection of the pool of at most 5 has been held for N ms by Coroutine N spawned at held_report.php:8, suspended at held_report.php:10 (Closure::__invoke), kept by an open transaction, taken at held_report.php:9
PHP Warning:  a connection of the pool of at most 5 has been held for N ms by main, kept by an open transaction, taken at held_report.php:17
PHP Warning:  a connection of the pool of at most 5 has been held for N ms by statements of a coroutine that has ended, kept by 1 statement, taken at held_report.php:16
status 0
