--TEST--
IO-1222, IO-1105: sessions killed in the middle of a query, twenty times: clear errors, and the pool heals (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await_all};

foreach (['pgsql', 'mysql'] as $driver) {
    $admin = plain_pdo($driver);
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 4]);
    $errors = $unclear = 0;
    $most = 0;
    for ($round = 0; $round < 20; $round++) {
        $mark = 'killed' . getmypid() . "_$round";
        $all = array_map(fn ($i) => spawn(function () use ($pdo, $driver, $mark, $i) {
            if ($i % 2) $pdo->beginTransaction();
            $pdo->query("/* $mark */ " . sql($driver, 'sleep', 30));
        }), range(1, 4));
        until($admin, sql($driver, 'asleep', $mark), 4);
        $most = max($most, $pdo->getPool()->count());
        $admin->query($driver === 'pgsql'
            ? "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%$mark%' AND pid <> pg_backend_pid()"
            : 'SELECT 1');
        if ($driver === 'mysql') {
            foreach ($admin->query("SELECT id FROM information_schema.processlist WHERE info LIKE '%$mark%' AND id <> CONNECTION_ID()")->fetchAll(PDO::FETCH_COLUMN) as $id) $admin->exec("KILL $id");
        }
        foreach (await_all($all)[1] as $e) {
            $errors++;
            if (!$e instanceof PDOException || !preg_match('/terminat|gone away|Lost|killed|interrupted/i', $e->getMessage())) $unclear++;
        }
        if ($pdo->query("SELECT $round")->fetchColumn() != $round) echo "wrong answer\n";
    }
    echo "$driver: $errors errors, $unclear unclear, at most $most connections; ", counts($pdo), "\n";
}
?>
--EXPECT--
pgsql: 80 errors, 0 unclear, at most 4 connections; count 1, idle 1, active 0
mysql: 80 errors, 0 unclear, at most 4 connections; count 1, idle 1, active 0
