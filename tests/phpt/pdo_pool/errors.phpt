--TEST--
IO-1224: errors belong to the coroutine that made them (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

foreach (['pgsql' => 7, 'mysql' => 1064] as $driver => $native) {
    echo "== $driver\n";
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 1, PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
    echo $pdo->errorCode(), ' ', json_encode($pdo->errorInfo()), "\n";
    foreach (['exec', 'query'] as $method) {
        var_dump($pdo->$method('bogus'));
        $info = $pdo->errorInfo();
        echo counts($pdo), ' ', $pdo->errorCode() === $info[0] ? 'same code' : 'other code', ' ', var_export($info[1] === $native, true), ' ', var_export(str_contains($info[2], 'bogus'), true), "\n";
        echo await(spawn(function () use ($pdo) {
            $before = $pdo->errorCode();
            $pdo->exec($pdo->quote('x') ? 'also wrong' : '');
            return $before . ' ' . ($pdo->errorCode() === '00000' ? 'none' : 'its own');
        })), ' ', str_contains($pdo->errorInfo()[2], 'bogus') ? 'kept' : 'lost', "\n";
    }
    $pdo->query('SELECT 1')->fetchAll();
    echo $pdo->errorCode(), ' ', json_encode($pdo->errorInfo()), "\n";
}
?>
--EXPECT--
== pgsql
00000 ["00000",null,null]
bool(false)
count 1, idle 1, active 0 same code true true
00000 its own kept
bool(false)
count 1, idle 1, active 0 same code true true
00000 its own kept
00000 ["00000",null,null]
== mysql
00000 ["00000",null,null]
bool(false)
count 1, idle 1, active 0 same code true true
00000 its own kept
bool(false)
count 1, idle 1, active 0 same code true true
00000 its own kept
00000 ["00000",null,null]
