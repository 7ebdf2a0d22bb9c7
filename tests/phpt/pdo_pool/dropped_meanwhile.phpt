--TEST--
IO-1211, IO-1216: the last statement of a connection is dropped while another call on it is under way: the connection goes back after that
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql', 'sqlite'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

$table = 'meanwhile' . getmypid();
foreach (['pgsql', 'mysql'] as $driver) {
    $server = plain_pdo($driver);
    $server->exec(sql($driver, 'table', $table));
    $server->exec("INSERT INTO $table (v) VALUES (1)");
    $lock = plain_pdo($driver);
    $lock->beginTransaction();
    $lock->exec("UPDATE $table SET v = 2");
    $pdo = pooled_pdo($driver);
    $shared = null;
    $owner = spawn(function () use ($pdo, $table, &$shared) {
        $shared = $pdo->query('SELECT 1');
        $shared->fetchAll();
        return $pdo->exec("UPDATE $table SET v = v + 5");
    });
    until($server, sql($driver, 'asleep', "$table SET v = v + 5"), 1);
    $shared = null;
    echo "$driver: ", counts($pdo), ' ';
    $lock->commit();
    echo await($owner), ' row, ', counts($pdo), "\n";
    $server->exec("DROP TABLE $table");
}

// The same from inside the call: an SQL function that asks the same PDO.
$pdo = new PDO('sqlite:' . __DIR__ . '/dropped_meanwhile_' . getmypid() . '.db', null, null, [PDO::ATTR_POOL_ENABLED => true]);
$pdo->sqliteCreateFunction('asked', function () use ($pdo) {
    $answer = $pdo->query('SELECT 3')->fetchColumn();
    echo 'inside: ', counts($pdo), "\n";
    return $answer;
}, 0);
$pdo->exec('CREATE TABLE t AS SELECT asked() AS v');
echo $pdo->query('SELECT v FROM t')->fetchColumn(), ' ', counts($pdo), "\n";
?>
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/dropped_meanwhile_*.db*'));
?>
--EXPECT--
pgsql: count 1, idle 0, active 1 1 row, count 1, idle 1, active 0
mysql: count 1, idle 0, active 1 1 row, count 1, idle 1, active 0
inside: count 1, idle 0, active 1
3 count 1, idle 1, active 0
