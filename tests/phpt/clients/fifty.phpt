--TEST--
IO-1000, IO-1100, IO-1213: fifty connections wait in the server at the same moment, of separate PDOs and of one pooled PDO (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await_all};

foreach (['pgsql', 'mysql'] as $driver) {
    $admin = plain_pdo($driver);
    $pooled = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 50]);
    foreach (['separate' => fn () => plain_pdo($driver), 'pooled' => fn () => $pooled] as $kind => $connect) {
        $mark = "fifty$kind" . getmypid();
        $all = array_map(fn () => spawn(fn () => $connect()->query("/* $mark */ " . sql($driver, 'sleep', 60))), range(1, 50));
        until($admin, sql($driver, 'asleep', $mark), 50);
        echo "$driver, $kind: 50 at once\n";
        foreach ($all as $one) $one->cancel();
        await_all($all);
        $ids = $admin->query($driver === 'pgsql' ? "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%$mark%' AND pid <> pg_backend_pid()"
            : "SELECT id FROM information_schema.processlist WHERE info LIKE '%$mark%' AND id <> CONNECTION_ID()")->fetchAll(PDO::FETCH_COLUMN);
        if ($driver === 'mysql') foreach ($ids as $id) try { $admin->exec("KILL $id"); } catch (PDOException) {}
    }
}
?>
--EXPECT--
pgsql, separate: 50 at once
pgsql, pooled: 50 at once
mysql, separate: 50 at once
mysql, pooled: 50 at once
