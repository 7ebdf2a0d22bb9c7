--TEST--
IO-1211, IO-1216, IO-1220: a statement that has outlived its coroutine begins a transaction and goes: its connection is cleaned and goes back
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

foreach (['pgsql', 'mysql'] as $driver) {
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 1]);
    $statement = await(spawn(fn () => $pdo->prepare('BEGIN')));
    $statement->execute();
    unset($statement);
    echo "$driver: ", counts($pdo), ', next: ';
    try {
        echo await(spawn(fn () => $pdo->query('SELECT 1')->fetchColumn()), Async\timeout(5000)), "\n";
    } catch (Async\OperationCanceledException) {
        exit("nobody\n");
    }
}
?>
--EXPECT--
pgsql: count 1, idle 1, active 0, next: 1
mysql: count 1, idle 1, active 0, next: 1
