--TEST--
IO-1223: the health check drops connections that died while idle and keeps the minimum; the pool's circuit breaker holds for its PDO (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, delay};

foreach (['pgsql', 'mysql'] as $driver) {
    $admin = plain_pdo($driver);
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MIN => 1, PDO::ATTR_POOL_HEALTHCHECK_INTERVAL => 10]);
    $id = $pdo->query(sql($driver, 'id'))->fetchColumn();
    $admin->query(sql($driver, 'kill', $id));
    until($admin, sql($driver, 'gone', $id), 0);
    // Without anybody using it, the dead one is replaced.
    $deadline = hrtime(true) + 20_000_000_000;
    do {
        delay(10);
        $ids = $admin->query($driver === 'pgsql' ? 'SELECT pid FROM pg_stat_activity' : 'SELECT id FROM information_schema.processlist')->fetchAll(PDO::FETCH_COLUMN);
        $replaced = $pdo->getPool()->count() === 1 && $pdo->getPool()->idleCount() === 1 && !in_array($id, $ids);
    } while (!$replaced && hrtime(true) < $deadline);
    $now = $pdo->query(sql($driver, 'id'))->fetchColumn();
    echo $now !== $id ? 'replaced' : 'dead', ' ', counts($pdo), "\n";

    $pdo->getPool()->deactivate();
    try {
        $pdo->query('SELECT 1');
    } catch (Async\ServiceUnavailableException $e) {
        echo $e->getMessage(), "\n";
    }
    $pdo->getPool()->activate();
    echo $pdo->query('SELECT 1')->fetchColumn(), "\n";
    unset($pdo);
}
?>
--EXPECT--
replaced count 1, idle 1, active 0
Service is unavailable (circuit breaker is open)
1
replaced count 1, idle 1, active 0
Service is unavailable (circuit breaker is open)
1
