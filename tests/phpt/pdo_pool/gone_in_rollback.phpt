--TEST--
IO-1215, IO-1220: a coroutine ends inside a transaction, and while that is rolled back its last statement, or the pooled PDO, goes
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, suspend};

foreach (['pgsql', 'mysql'] as $driver) {
    foreach (['PDO', 'statement', 'both'] as $what) {
        $pdo = pooled_pdo($driver);
        $statement = null;
        $is_over = false;
        $coroutine = spawn(function () use ($pdo, $what, &$statement, &$is_over) {
            $pdo->beginTransaction();
            if ($what !== 'PDO') $statement = $pdo->query('SELECT 1');
            $is_over = true;
        });
        while (!$is_over) suspend();
        $pool = $pdo->getPool();
        if ($what !== 'statement') unset($pdo);
        if ($what !== 'PDO') $statement = null;
        await($coroutine);
        echo "$driver, $what: active ", $pool->activeCount(), "\n";
    }
}
?>
--EXPECT--
pgsql, PDO: active 0
pgsql, statement: active 0
pgsql, both: active 0
mysql, PDO: active 0
mysql, statement: active 0
mysql, both: active 0
