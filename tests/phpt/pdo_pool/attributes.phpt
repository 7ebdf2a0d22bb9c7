--TEST--
IO-1225: attributes reach every connection, the present and the future ones; the last id is the caller's (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysql', 'pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, suspend};

$pdo = pooled_pdo('mysql', [PDO::ATTR_POOL_MAX => 2, PDO::MYSQL_ATTR_INIT_COMMAND => "SET @hello = 'from init'", PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC]);
echo json_encode($pdo->query('SELECT @hello AS h')->fetch()), "\n";
$pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, false);
$pdo->setAttribute(PDO::ATTR_CASE, PDO::CASE_UPPER);
$a = $pdo->prepare('SELECT 1 AS one');
echo await(spawn(function () use ($pdo) {
    $statement = $pdo->prepare('SELECT CAST(? AS int) AS two, @hello AS hello');
    $statement->execute([2]);
    return json_encode($statement->fetch()) . ' ' . var_export($pdo->getAttribute(PDO::ATTR_EMULATE_PREPARES), true);
})), "\n";
unset($a);
$pdo->setAttribute(PDO::ATTR_AUTOCOMMIT, true);
echo counts($pdo), "\n";

foreach (['mysql', 'pgsql'] as $driver) {
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 3]);
    $table = 'ids' . getmypid();
    $pdo->exec(sql($driver, 'table', $table));
    $ids = await_all(array_map(fn ($i) => spawn(function () use ($pdo, $table, $i) {
        $pdo->beginTransaction();
        $pdo->exec("INSERT INTO $table (v) VALUES ($i)");
        suspend();
        $id = $pdo->lastInsertId();
        $found = $pdo->query("SELECT v FROM $table WHERE id = $id")->fetchColumn();
        $pdo->commit();
        return $found == $i;
    }), [10, 20, 30]))[0];
    echo json_encode($ids), ' ';
    $pdo->exec("INSERT INTO $table (v) VALUES (40)");
    await(spawn(fn () => $pdo->query('SELECT 1')->fetchAll()));
    if ($driver === 'mysql') echo $pdo->query("SELECT v FROM $table WHERE id = " . $pdo->lastInsertId())->fetchColumn();
    echo "\n";
    $pdo->exec("DROP TABLE $table");
}
?>
--EXPECTF--
{"h":"from init"}
{"TWO":2,"HELLO":"from init"} %r(0|false)%r
count 2, idle 2, active 0
[true,true,true] 40
[true,true,true] 
