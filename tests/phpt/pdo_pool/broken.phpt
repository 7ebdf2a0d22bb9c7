--TEST--
IO-1105, IO-1222, IO-1223: a broken connection is given up at once, a dead idle one is not handed to anybody else (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

foreach (['pgsql', 'mysql'] as $driver) {
    echo "== $driver\n";
    $admin = plain_pdo($driver);
    $kill = function ($id) use ($admin, $driver) {
        $admin->query(sql($driver, 'kill', $id));
        until($admin, sql($driver, 'gone', $id), 0);
    };
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 1, PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);

    // Killed while idle; the same holder finds out himself.
    $kill($pdo->query(sql($driver, 'id'))->fetchColumn());
    var_dump(@$pdo->exec('DO 1'));
    echo $pdo->errorCode() === '00000' ? 'hidden' : 'visible', ' ', counts($pdo), "\n";
    echo $pdo->query('SELECT 7')->fetchColumn(), ' ', counts($pdo), "\n";

    // Another one never gets it.
    $dead = $pdo->query(sql($driver, 'id'))->fetchColumn();
    $kill($dead);
    echo await(spawn(function () use ($pdo, $driver, $dead) {
        $id = $pdo->query(sql($driver, 'id'))->fetchColumn();
        return ($id > 0 && $id !== $dead ? 'fresh ' : 'dead ') . $pdo->errorCode();
    })), ' ', counts($pdo), "\n";

    // In a transaction, with statements alive.
    $pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    $pdo->beginTransaction();
    $statement = $pdo->query(sql($driver, 'id'));
    $kill($statement->fetchColumn());
    try {
        $pdo->query('SELECT 1');
    } catch (PDOException $e) {
        echo get_class($e), ' ', counts($pdo), "\n";
    }
    echo var_export($pdo->inTransaction(), true), ' ', $pdo->query('SELECT 8')->fetchColumn(), ' ', counts($pdo), "\n";
    unset($statement);
    echo counts($pdo), "\n";

    // Who waits gets a new one.
    $held = $pdo->query(sql($driver, 'id'));
    $id = $held->fetchColumn();
    $waiter = spawn(fn () => $pdo->query('SELECT 9')->fetchColumn());
    $kill($id);
    try {
        $held->execute();
    } catch (PDOException $e) {
        echo get_class($e), "\n";
    }
    echo await($waiter), ' ', counts($pdo), "\n";
}
?>
--EXPECT--
== pgsql
bool(false)
visible count 0, idle 0, active 0
7 count 1, idle 1, active 0
fresh 00000 count 1, idle 1, active 0
PDOException count 0, idle 0, active 0
false 8 count 1, idle 1, active 0
count 1, idle 1, active 0
PDOException
9 count 1, idle 1, active 0
== mysql
bool(false)
visible count 0, idle 0, active 0
7 count 1, idle 1, active 0
fresh 00000 count 1, idle 1, active 0
PDOException count 0, idle 0, active 0
false 8 count 1, idle 1, active 0
count 1, idle 1, active 0
PDOException
9 count 1, idle 1, active 0
