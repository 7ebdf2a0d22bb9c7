--TEST--
IO-1213, IO-1214: who finds all connections out waits in line; a cancelled waiter passes on what it was promised
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, suspend};

foreach (['pgsql', 'mysql'] as $driver) {
    echo "== $driver\n";
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 1]);
    $held = $pdo->query('SELECT 1');
    $log = [];
    $waiters = [];
    foreach (['first', 'second', 'third'] as $name) {
        $waiters[] = spawn(function () use ($pdo, $name, &$log) {
            try {
                $pdo->query('SELECT 1')->fetchAll();
                $log[] = $name;
            } catch (Async\AsyncCancellation $e) {
                $log[] = "$name cancelled";
                throw $e;
            }
        });
    }
    suspend();
    suspend();
    echo counts($pdo), "\n";
    unset($held);              // reserved for the first
    $waiters[0]->cancel();     // who never runs with it
    await_all($waiters);
    echo implode(', ', $log), '; ', counts($pdo), "\n";

    // Opening goes on side by side.
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 12]);
    $together = [];
    $gate = new Async\Channel(12);
    $open = new Async\Future(($state = new Async\FutureState()));
    for ($i = 0; $i < 12; $i++) {
        $together[] = spawn(function () use ($pdo, $gate, $open) {
            $statement = $pdo->query('SELECT 1');
            $gate->send(1);
            await($open);
        });
    }
    for ($i = 0; $i < 12; $i++) $gate->recv();
    echo counts($pdo), "\n";
    $state->complete(null);
    await_all($together);
    echo counts($pdo), "\n";
}
?>
--EXPECT--
== pgsql
count 1, idle 0, active 1
first cancelled, second, third; count 1, idle 1, active 0
count 12, idle 0, active 12
count 12, idle 12, active 0
== mysql
count 1, idle 0, active 1
first cancelled, second, third; count 1, idle 1, active 0
count 12, idle 0, active 12
count 12, idle 12, active 0
