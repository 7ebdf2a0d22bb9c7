--TEST--
IO-1225: lastInsertId() of PostgreSQL is the caller's own number or 55000, never that of somebody who had the session meanwhile
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, suspend};

$pdo = pooled_pdo('pgsql', [PDO::ATTR_POOL_MAX => 1]);
$table = 'last_ids' . getmypid();
$pdo->exec(sql('pgsql', 'table', $table));
$insert = fn () => $pdo->exec("INSERT INTO $table (v) VALUES (1)");
$id = function (?string $sequence = null) use ($pdo) {
    try {
        return $pdo->lastInsertId($sequence);
    } catch (PDOException $e) {
        return $e->getCode() . ' ' . ($e->errorInfo[0] ?? '');
    }
};
$insert();
echo 'nobody between: ', $id(), ' ', $id("{$table}_id_seq"), "\n";
await(spawn($insert));
echo 'somebody between: ', $id(), ', ', $id("{$table}_id_seq"), "\n";
echo 'another one, with no row of its own: ', await(spawn($id)), "\n";
echo 'in a transaction: ', implode(' ', await_all(array_map(fn () => spawn(function () use ($pdo, $insert, $id) {
    $pdo->beginTransaction();
    $insert();
    suspend();
    $mine = $id();
    $pdo->commit();
    return $mine;
}), range(1, 3)))[0]), "\n";
$pdo->exec("DROP TABLE $table");
?>
--EXPECT--
nobody between: 1 1
somebody between: 55000 55000, 55000 55000
another one, with no row of its own: 55000 55000
in a transaction: 3 4 5
