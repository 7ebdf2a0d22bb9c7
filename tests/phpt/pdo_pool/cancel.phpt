--TEST--
IO-1222, IO-1214, IO-11, §21: cancelled in a query of a pooled PDO, the connection is gone and the PDO goes on; so it is with connecting (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

foreach (['pgsql', 'mysql'] as $driver) {
    echo "== $driver\n";
    $admin = plain_pdo($driver);
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 1]);
    foreach (['query', 'exec', 'prepared', 'transaction'] as $how) {
        $mark = "pool$how" . getmypid();
        $sql = "/* $mark */ " . sql($driver, 'sleep', 30);
        $one = spawn(function () use ($pdo, $how, $sql) {
            try {
                if ($how === 'transaction') $pdo->beginTransaction();
                $how === 'prepared' ? $pdo->prepare($sql)->execute() : ($how === 'exec' ? $pdo->exec($sql) : $pdo->query($sql));
            } catch (Throwable $e) {
                return get_class($e);
            }
        });
        until($admin, sql($driver, 'asleep', $mark), 1);
        $one->cancel();
        echo $how, ': ', await($one), ' ', counts($pdo), ' ', $pdo->query('SELECT 5')->fetchColumn(), "\n";
    }
    $fresh = fn () => pooled_pdo($driver)->query('SELECT 1')->fetchColumn();
    echo implode(', ', array_diff(outcomes_of_cancel(12, $fresh), ['never began', 'done', 'Async\AsyncCancellation'])) ?: 'nothing but what is allowed', "\n";
}
?>
--EXPECT--
== pgsql
query: Async\AsyncCancellation count 0, idle 0, active 0 5
exec: Async\AsyncCancellation count 0, idle 0, active 0 5
prepared: Async\AsyncCancellation count 0, idle 0, active 0 5
transaction: Async\AsyncCancellation count 0, idle 0, active 0 5
nothing but what is allowed
== mysql
query: Async\AsyncCancellation count 0, idle 0, active 0 5
exec: Async\AsyncCancellation count 0, idle 0, active 0 5
prepared: Async\AsyncCancellation count 0, idle 0, active 0 5
transaction: Async\AsyncCancellation count 0, idle 0, active 0 5
nothing but what is allowed
