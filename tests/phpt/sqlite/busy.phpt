--TEST--
IO-1150, IO-1151: waiting for a lock of SQLite is a wait, so who holds it can go on
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite', 'sqlite3'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, delay, suspend};

$file = __DIR__ . '/busy_' . getmypid() . '.db';
$open = [
    'pdo' => function () use ($file) {
        $pdo = new PDO("sqlite:$file");
        $pdo->setAttribute(PDO::ATTR_TIMEOUT, 20);
        return $pdo;
    },
    'sqlite3' => function () use ($file) {
        $db = new SQLite3($file);
        $db->enableExceptions(true);
        $db->busyTimeout(20000);
        return $db;
    },
];
$open['pdo']()->exec('CREATE TABLE t (v int)');
foreach ($open as $kind => $make) {
    echo "== $kind\n";
    $holder = $make();
    $other = $make();
    $holder->exec('BEGIN IMMEDIATE');
    $holder->exec('INSERT INTO t VALUES (1)');
    $writer = spawn(function () use ($other) {
        echo "writer waits\n";
        $other->exec('INSERT INTO t VALUES (2)');
        echo "writer wrote\n";
    });
    suspend();
    delay(30);
    echo "holder commits\n";
    $holder->exec('COMMIT');
    await($writer);

    // Cancelled in the middle: usable afterwards (IO-10).
    $holder->exec('BEGIN IMMEDIATE');
    $writer = spawn(function () use ($other) {
        try {
            $other->exec('INSERT INTO t VALUES (3)');
        } catch (Throwable $e) {
            echo get_class($e), "\n";
        }
    });
    suspend();
    $writer->cancel();
    try {
        await($writer);
    } catch (Async\AsyncCancellation) {
    }
    $holder->exec('COMMIT');
    $other->exec('INSERT INTO t VALUES (4)');
    echo $kind === 'pdo' ? $other->query('SELECT COUNT(*) FROM t')->fetchColumn() : $other->querySingle('SELECT COUNT(*) FROM t'), "\n";
}
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/busy_*.db*')); ?>
--EXPECT--
== pdo
writer waits
holder commits
writer wrote
Async\AsyncCancellation
3
== sqlite3
writer waits
holder commits
writer wrote
Async\AsyncCancellation
6
