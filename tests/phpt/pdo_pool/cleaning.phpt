--TEST--
IO-1220, IO-1221: nothing of one user's session is left for the next (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

foreach (['pgsql', 'mysql'] as $driver) {
    echo "== $driver\n";
    $admin = plain_pdo($driver);
    $table = "cleaning_$driver" . getmypid();
    $admin->exec(sql($driver, 'table', $table));
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 1]);

    // Begun behind PDO's back.
    await(spawn(function () use ($pdo, $table) {
        $pdo->exec('START TRANSACTION');
        $pdo->exec("INSERT INTO $table (v) VALUES (1)");
        echo counts($pdo), ' ', var_export($pdo->inTransaction(), true), "\n";
    }));
    echo counts($pdo), ', rows ', $admin->query("SELECT COUNT(*) FROM $table")->fetchColumn(), "\n";

    // A session that differs stays with its coroutine.
    [$set, $get] = $driver === 'pgsql' ? ["SET application_name = 'mine'", 'SHOW application_name'] : ["SET @mine = 'mine'", 'SELECT @mine'];
    await(spawn(function () use ($pdo, $set, $get) {
        $pdo->exec($set);
        echo counts($pdo), ' ', $pdo->query($get)->fetchColumn(), "\n";
        $pdo->exec('CREATE TEMPORARY TABLE scratch (v int)');
    }));
    echo counts($pdo), ' ', var_export((string) $pdo->query($get)->fetchColumn(), true), "\n";
    try {
        $pdo->query('SELECT * FROM scratch');
    } catch (PDOException $e) {
        echo "no scratch\n";
    }
    $admin->exec("DROP TABLE $table");
}
?>
--EXPECT--
== pgsql
count 1, idle 0, active 1 true
count 1, idle 1, active 0, rows 0
count 1, idle 0, active 1 mine
count 1, idle 1, active 0 ''
no scratch
== mysql
count 1, idle 0, active 1 true
count 1, idle 1, active 0, rows 0
count 1, idle 0, active 1 mine
count 1, idle 1, active 0 ''
no scratch
