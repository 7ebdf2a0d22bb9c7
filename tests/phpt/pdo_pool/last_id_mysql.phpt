--TEST--
IO-1225: lastInsertId() of MySQL is the caller's own number, also of a prepared INSERT; "0" for who has no row, as in a new session (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

$pdo = pooled_pdo('mysql', [PDO::ATTR_POOL_MAX => 1]);
$table = 'last_ids' . getmypid();
$pdo->exec(sql('mysql', 'table', $table));
$insert = fn () => $pdo->exec("INSERT INTO $table (v) VALUES (1)");
$prepared = function () use ($pdo, $table) {
    $statement = $pdo->prepare("INSERT INTO $table (v) VALUES (?)");
    $statement->execute([2]);
};
$insert();
await(spawn($insert));
await(spawn($prepared));
echo 'after two others: ', $pdo->lastInsertId(), "\n";
$prepared();
await(spawn($insert));
echo 'of a prepared one: ', $pdo->lastInsertId(), "\n";
echo 'somebody with no row of its own: ', await(spawn(fn () => $pdo->lastInsertId())), "\n";
$pdo->query('SELECT 1')->fetchAll();
echo 'after a query: ', $pdo->lastInsertId(), "\n";
await(spawn($insert));
$pdo->exec("COMMIT; INSERT INTO $table (v) VALUES (6)");
await(spawn($insert));
echo 'behind a semicolon: ', $pdo->lastInsertId(), "\n";
$pdo->exec("UPDATE $table SET v = LAST_INSERT_ID(v + 70) WHERE id = 1");
await(spawn($insert));
echo 'of LAST_INSERT_ID(): ', $pdo->lastInsertId(), "\n";
$pdo->exec("DROP TABLE $table");
?>
--EXPECT--
after two others: 1
of a prepared one: 4
somebody with no row of its own: 0
after a query: 4
behind a semicolon: 7
of LAST_INSERT_ID(): 71
