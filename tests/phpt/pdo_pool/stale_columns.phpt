--TEST--
IO-1232: a statement that is executed again after its table has changed has the new columns, not memory behind the old ones
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';

foreach (['pgsql', 'mysql'] as $driver) {
    $table = 'columns' . getmypid();
    $admin = plain_pdo($driver);
    $admin->exec("CREATE TABLE $table (a int, b int)");
    $admin->exec("INSERT INTO $table VALUES (1, 2)");
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_STMT_CACHE_SIZE => 5, PDO::ATTR_EMULATE_PREPARES => false]);
    $statement = $pdo->prepare("SELECT * FROM $table WHERE a = ?");
    $changes = [null, 'ADD COLUMN c int DEFAULT 3', 'ADD COLUMN d int DEFAULT 4', 'DROP COLUMN b'];
    foreach ($changes as $change) {
        if ($change) $admin->exec("ALTER TABLE $table $change");
        $statement->execute([1]);
        echo "$driver: ", $statement->columnCount(), ' ', json_encode($statement->fetch(PDO::FETCH_ASSOC)), "\n";
    }
    if ($driver === 'pgsql') {  // MySQL's statement goes on under its old names, pooled or not
        $admin->exec("ALTER TABLE $table RENAME COLUMN c TO renamed");
        $statement->execute([1]);
        echo "$driver: ", json_encode($statement->fetch(PDO::FETCH_ASSOC)), "\n";
    }
    unset($statement);
    $admin->exec("DROP TABLE $table");
}
?>
--EXPECT--
pgsql: 2 {"a":1,"b":2}
pgsql: 3 {"a":1,"b":2,"c":3}
pgsql: 4 {"a":1,"b":2,"c":3,"d":4}
pgsql: 3 {"a":1,"c":3,"d":4}
pgsql: {"a":1,"renamed":3,"d":4}
mysql: 2 {"a":1,"b":2}
mysql: 3 {"a":1,"b":2,"c":3}
mysql: 4 {"a":1,"b":2,"c":3,"d":4}
mysql: 3 {"a":1,"c":3,"d":4}
