--TEST--
IO-1213, IO-1211: two hundred coroutines with transactions on one PDO: the totals are exact, and never are there more connections than allowed (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await_all};

foreach (['pgsql', 'mysql'] as $driver) {
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 8]);
    $pool = $pdo->getPool();
    $table = 'transfers' . getmypid();
    $pdo->exec(sql($driver, 'table', $table));
    for ($i = 1; $i <= 10; $i++) $pdo->exec("INSERT INTO $table (v) VALUES (100)");
    $peak = 0;
    $moved = array_fill(1, 10, 100);
    [, $errors] = await_all(array_map(function ($i) use ($pdo, $pool, $table, &$peak, &$moved) { return spawn(function () use ($pdo, $pool, $table, $i, &$peak, &$moved) {
        $from = $i % 10 + 1;
        $to = ($from + $i % 7) % 10 + 1;
        if ($from === $to) $to = $to % 10 + 1;
        $pdo->beginTransaction();
        $peak = max($peak, $pool->count());
        $pdo->query("SELECT v FROM $table WHERE id IN ($from, $to) ORDER BY id FOR UPDATE")->fetchAll();
        $take = $pdo->prepare("UPDATE $table SET v = v + ? WHERE id = ?");
        $take->execute([-$i, $from]);
        $take->execute([$i, $to]);
        if ($i % 5 === 0) return $pdo->rollBack();
        $pdo->commit();
        $moved[$from] -= $i;
        $moved[$to] += $i;
    }); }, range(1, 200)));
    $found = $pdo->query("SELECT v FROM $table ORDER BY id")->fetchAll(PDO::FETCH_COLUMN);
    echo "$driver: ", count($errors), ' errors, peak ', $peak, ', sum ', array_sum($found), ', exact: ',
        var_export(array_map('intval', $found) === array_values($moved), true), ', ', counts($pdo), "\n";
    $pdo->exec("DROP TABLE $table");
}
?>
--EXPECT--
pgsql: 0 errors, peak 8, sum 1000, exact: true, count 8, idle 8, active 0
mysql: 0 errors, peak 8, sum 1000, exact: true, count 8, idle 8, active 0
