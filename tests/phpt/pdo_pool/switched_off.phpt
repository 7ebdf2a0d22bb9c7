--TEST--
IO-1200, IO-1204, IO-7: with async.hook_functions=0 the constants and getPool() are there still; who asks for a pool is refused (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite'); ?>
--INI--
async.hook_functions=0
--FILE--
<?php
final class Own extends PDO {}
foreach ([PDO::class, Own::class] as $class) {
    $plain = new $class('sqlite::memory:', options: [PDO::ATTR_POOL_ENABLED => false, PDO::ATTR_POOL_MAX => 3, PDO::ATTR_POOL_MIN => 0,
        PDO::ATTR_POOL_HEALTHCHECK_INTERVAL => 0, PDO::ATTR_POOL_STMT_CACHE_SIZE => 0]);
    var_dump($plain->query('SELECT 1')->fetchColumn(), $plain->getPool(), $plain->getAttribute(PDO::ATTR_POOL_ENABLED));
    try {
        new $class('sqlite:file:x?mode=memory&cache=shared', options: [PDO::ATTR_POOL_ENABLED => true]);
        echo "not refused\n";
    } catch (PDOException $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
int(1)
NULL
bool(false)
PDO::ATTR_POOL_ENABLED needs async.hook_functions=1
int(1)
NULL
bool(false)
PDO::ATTR_POOL_ENABLED needs async.hook_functions=1
