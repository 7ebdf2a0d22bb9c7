--TEST--
IO-1232: a kept statement whose plan the server has dropped is prepared again, once, outside transactions (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

$table = 'stale' . getmypid();
$admin = plain_pdo('pgsql');
$admin->exec("CREATE TABLE $table (a int, b text)");
$admin->exec("INSERT INTO $table VALUES (1, 'one'), (2, 'two')");
$pdo = pooled_pdo('pgsql', [PDO::ATTR_POOL_MAX => 1, PDO::ATTR_POOL_STMT_CACHE_SIZE => 5]);
$get = function (int $a) use ($pdo, $table) {
    $statement = $pdo->prepare("SELECT * FROM $table WHERE a = :a");
    $statement->execute(['a' => $a]);
    return json_encode($statement->fetch(PDO::FETCH_NUM));
};
echo $get(1), "\n";
$admin->exec("ALTER TABLE $table ADD COLUMN c int DEFAULT 5");  // 0A000: cached plan must not change result type
echo $get(2), "\n";
$pdo->exec('DEALLOCATE ALL');                                     // 26000
echo $get(1), "\n";
$pdo->beginTransaction();
$pdo->exec('DEALLOCATE ALL');
try {
    echo $get(1), "\n";
} catch (PDOException $e) {
    echo $e->getCode(), "\n";
}
$pdo->rollBack();
echo counts($pdo), "\n";
$admin->exec("DROP TABLE $table");
?>
--EXPECT--
[1,"one"]
[2,"two",5]
[1,"one",5]
26000
count 1, idle 1, active 0
