--TEST--
IO-1224: errorCode() and errorInfo() after one of the driver's own methods has thrown
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql'); ?>
--INI--
error_reporting=E_ALL & ~E_DEPRECATED
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

$pdo = pooled_pdo('pgsql');
try {
    $pdo->pgsqlCopyToArray('no_such_table');
} catch (PDOException $e) {
    echo get_class($e), ' ', $pdo->errorCode(), ' ', count($pdo->errorInfo()), "\n";
}
echo await(spawn(fn () => $pdo->errorCode())), "\n";
$pdo->pgsqlGetPid();
echo $pdo->errorCode(), ' ', counts($pdo), "\n";
?>
--EXPECT--
PDOException 42P01 3
00000
00000 count 1, idle 1, active 0
