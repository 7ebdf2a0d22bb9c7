--TEST--
IO-1152, IO-44: while a coroutine waits for a lock inside a connection of SQLite, nobody else gets into it
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite', 'sqlite3'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, suspend};

$file = __DIR__ . '/guard_' . getmypid() . '.db';
(new PDO("sqlite:$file"))->exec('CREATE TABLE t (v int)');
foreach (['pdo', 'sqlite3'] as $kind) {
    echo "== $kind\n";
    $make = function () use ($kind, $file) {
        if ($kind === 'pdo') return new PDO("sqlite:$file", null, null, [PDO::ATTR_TIMEOUT => 20]);
        $db = new SQLite3($file);
        $db->enableExceptions(true);
        $db->busyTimeout(20000);
        return $db;
    };
    $holder = $make();
    $shared = $make();
    $holder->exec('BEGIN IMMEDIATE');
    $writer = spawn(function () use ($shared) {
        $shared->exec('INSERT INTO t VALUES (2)');
        return 'written';
    });
    suspend();
    foreach (['exec', 'query', 'prepare'] as $method) {
        try {
            $shared->$method('SELECT 1');
            echo "let in\n";
        } catch (Exception $e) {
            echo $e->getMessage(), "\n";
        }
    }
    $holder->exec('COMMIT');
    echo await($writer), "\n";
}
$holder->exec('BEGIN IMMEDIATE');
$writer = spawn(function () use ($shared) {
    try {
        $shared->exec('INSERT INTO t VALUES (3)');
    } catch (Exception $e) {
        return 'closed meanwhile';
    }
    return 'written';
});
suspend();
$shared->close();
$holder->exec('COMMIT');
echo await($writer), "\n";
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/guard_*.db*')); ?>
--EXPECTF--
== pdo
SQLSTATE[HY000]: General error: 5 database connection is in use by another coroutine, at %sguard.php:%d; this call is at %sguard.php:%d
SQLSTATE[HY000]: General error: 5 database connection is in use by another coroutine, at %sguard.php:%d; this call is at %sguard.php:%d
SQLSTATE[HY000]: General error: 5 database connection is in use by another coroutine, at %sguard.php:%d; this call is at %sguard.php:%d
written
== sqlite3
database connection is in use by another coroutine, at %sguard.php:%d; this call is at %sguard.php:%d
database connection is in use by another coroutine, at %sguard.php:%d; this call is at %sguard.php:%d
Unable to prepare statement: %Sdatabase connection is in use by another coroutine, at %sguard.php:%d; this call is at %sguard.php:%d
written
written
