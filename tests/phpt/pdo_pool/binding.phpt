--TEST--
IO-1210, IO-1211, IO-1212: a connection is bound for a call, or as long as a transaction or a statement needs it (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, suspend};

foreach (['pgsql', 'mysql'] as $driver) {
    echo "== $driver\n";
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 2]);
    $pool = $pdo->getPool();
    var_dump($pdo->inTransaction());
    echo counts($pdo), "\n";
    $a = $pdo->query(sql($driver, 'id'));
    $b = $pdo->query(sql($driver, 'id'));
    echo counts($pdo), ', same: ', var_export($a->fetchColumn() === $b->fetchColumn(), true), "\n";
    $pdo->beginTransaction();
    echo 'two statements and a transaction: idle ', $pool->idleCount(), "\n";
    unset($a);
    echo 'one gone: idle ', $pool->idleCount(), "\n";
    unset($b);
    echo 'both gone: idle ', $pool->idleCount(), ' ', var_export($pdo->inTransaction(), true), "\n";
    $pdo->commit();
    echo 'committed: idle ', $pool->idleCount(), ' ', var_export($pdo->inTransaction(), true), "\n";
    $pdo->beginTransaction();
    $pdo->exec('SELECT 1');
    $pdo->rollBack();
    echo 'rolled back: idle ', $pool->idleCount(), "\n";

    // A transaction that is left open ends with its coroutine.
    await(spawn(function () use ($pdo, $pool) {
        $pdo->beginTransaction();
        echo 'in the coroutine: active ', $pool->activeCount(), "\n";
    }));
    echo 'after it: ', counts($pdo), "\n";

    // The main flow keeps its connection while the scheduler starts and others work.
    $mine = $pdo->query(sql($driver, 'id'))->fetchColumn();
    $pdo->beginTransaction();
    $before = $pdo->query(sql($driver, 'id'))->fetchColumn();
    $theirs = await(spawn(fn () => $pdo->query(sql($driver, 'id'))->fetchColumn()));
    $after = $pdo->query(sql($driver, 'id'))->fetchColumn();
    $pdo->commit();
    var_dump($before === $after, $theirs === $before);
}
?>
--EXPECT--
== pgsql
bool(false)
count 0, idle 0, active 0
count 1, idle 0, active 1, same: true
two statements and a transaction: idle 0
one gone: idle 0
both gone: idle 0 true
committed: idle 1 false
rolled back: idle 1
in the coroutine: active 1
after it: count 1, idle 1, active 0
bool(true)
bool(false)
== mysql
bool(false)
count 0, idle 0, active 0
count 1, idle 0, active 1, same: true
two statements and a transaction: idle 0
one gone: idle 0
both gone: idle 0 true
committed: idle 1 false
rolled back: idle 1
in the coroutine: active 1
after it: count 1, idle 1, active 0
bool(true)
bool(false)
