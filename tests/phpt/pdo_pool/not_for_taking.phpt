--TEST--
IO-1205, IO-1213: the connections of a PDO's pool cannot be taken from it, nor anything be put in (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';

$pdo = new PDO('sqlite:file:taking?mode=memory&cache=shared', options: [PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MIN => 1]);
$pool = $pdo->getPool();
foreach ([fn () => $pool->acquire(), fn () => $pool->acquire(5), fn () => $pool->tryAcquire(), fn () => $pool->release(new stdClass), fn () => $pool->release(new PDO('sqlite::memory:'))] as $take) {
    try {
        var_dump($take());
    } catch (Async\PoolException $e) {
        echo $e->getMessage(), "\n";
    }
}
echo counts($pdo), ', ', $pdo->query('SELECT 42')->fetchColumn(), "\n";
$pool->close();
try {
    $pdo->query('SELECT 1');
} catch (Exception $e) {
    echo get_class($e), "\n";
}
$own = new Async\Pool(fn () => new stdClass);
$own->release($own->acquire());
echo $own->idleCount(), "\n";
?>
--EXPECT--
The connections of this pool are lent by the PDO it belongs to
The connections of this pool are lent by the PDO it belongs to
The connections of this pool are lent by the PDO it belongs to
The connections of this pool are lent by the PDO it belongs to
The connections of this pool are lent by the PDO it belongs to
count 1, idle 1, active 0, 42
Async\PoolException
1
