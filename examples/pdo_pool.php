<?php
// One PDO for all coroutines: docs/databases.md. SQLite here; with pgsql: or mysql: nothing but the DSN changes.
// Needs pdo_sqlite.
use function Async\{await_all, spawn, suspend};

$file = tempnam(sys_get_temp_dir(), 'pool');
$pdo = new PDO("sqlite:$file", null, null, [
    PDO::ATTR_POOL_ENABLED => true,
    PDO::ATTR_POOL_MAX => 3,
]);
$show = function (string $when) use ($pdo) {
    $pool = $pdo->getPool();
    echo "$when: {$pool->activeCount()} in use, {$pool->idleCount()} idle\n";
};

$show('nothing has happened');
$pdo->exec('CREATE TABLE accounts (name TEXT PRIMARY KEY, money INT)');
$pdo->exec("INSERT INTO accounts VALUES ('anna', 100), ('ben', 100)");
$show('the first statements are over');

// A statement keeps its connection as long as it lives, a transaction until its end.
$rows = $pdo->query('SELECT * FROM accounts');
$show('a statement is alive');
unset($rows);
$show('it is gone');

// Each coroutine has a transaction of its own; three at a time, the others wait for a connection.
$most = 0;
await_all(array_map(function (int $i) use ($pdo, &$most) {
    return spawn(function () use ($pdo, $i, &$most) {
        $pdo->beginTransaction();
        $most = max($most, $pdo->getPool()->activeCount());
        $balance = $pdo->query("SELECT money FROM accounts WHERE name = 'anna'")->fetchColumn();
        suspend();      // something else to wait for
        $pdo->rollBack();
    });
}, range(1, 20)));
echo "at most $most connections\n";

// Who forgets the end of his transaction loses it, not everybody else's connection.
Async\await(spawn(function () use ($pdo) {
    $pdo->beginTransaction();
    $pdo->exec("UPDATE accounts SET money = 0");
}));
echo 'anna still has ', $pdo->query("SELECT money FROM accounts WHERE name = 'anna'")->fetchColumn(), "\n";

// Errors are the business of who made them.
$pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_SILENT);
$pdo->exec('nonsense');
echo 'here: ', $pdo->errorInfo()[2], '; elsewhere: ', Async\await(spawn(fn () => $pdo->errorCode())), "\n";
unset($pdo);
unlink($file);
