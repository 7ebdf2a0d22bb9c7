--TEST--
IO-1200, IO-1201, IO-1202, IO-1203, IO-1204, IO-1205: what a pooled PDO is asked for, and what it answers before the first connection (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'sqlite'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';

$numbers = array_map(fn ($name) => constant("PDO::ATTR_POOL_$name"), ['ENABLED', 'MIN', 'MAX', 'HEALTHCHECK_INTERVAL', 'STMT_CACHE_SIZE']);
$others = array_filter((new ReflectionClass('PDO'))->getConstants(), fn ($v, $k) => str_contains($k, 'ATTR_') && !str_contains($k, 'ATTR_POOL'), ARRAY_FILTER_USE_BOTH);
echo count(array_unique($numbers)), ' numbers, taken: ', count(array_intersect($numbers, $others)), "\n";
echo (new ReflectionMethod('PDO', 'getPool'))->getReturnType(), "\n";

$pdo = new PDO('pgsql:host=/nonexistent;port=1', 'nobody', 'wrong', [PDO::ATTR_POOL_ENABLED => true]);
echo get_class($pdo->getPool()), ' ', counts($pdo), ' ', var_export($pdo->getPool()->isClosed(), true), "\n";
foreach (['ENABLED', 'MIN', 'MAX'] as $name) var_dump($pdo->getAttribute(constant("PDO::ATTR_POOL_$name")));
try {
    $pdo->getAttribute(PDO::ATTR_POOL_HEALTHCHECK_INTERVAL);
} catch (PDOException $e) {
    echo $e->getMessage(), "\n";
}
try {
    $pdo->exec('SELECT 1');
} catch (PDOException $e) {
    echo 'first use: ', get_class($e), ' ', counts($pdo), "\n";
}
try {
    new PDO('pgsql:host=/nonexistent;port=1', 'nobody', 'wrong', [PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MIN => 1]);
} catch (PDOException $e) {
    echo 'constructor: ', get_class($e), "\n";
}
$pdo = pooled_pdo('pgsql', [PDO::ATTR_POOL_MIN => 2, PDO::ATTR_POOL_MAX => 3]);
echo counts($pdo), ' ', $pdo->getAttribute(PDO::ATTR_POOL_MIN), $pdo->getAttribute(PDO::ATTR_POOL_MAX), ' ', $pdo->getAttribute(PDO::ATTR_DRIVER_NAME), "\n";
try {
    pooled_pdo('pgsql', [PDO::ATTR_PERSISTENT => true]);
} catch (PDOException $e) {
    echo $e->getMessage(), "\n";
}
try {
    new PDO('nix:', null, null, [PDO::ATTR_POOL_ENABLED => true]);
} catch (PDOException $e) {
    echo $e->getMessage(), "\n";
}
foreach ([[3, 2], [-1, 5], [0, 0]] as [$min, $max]) {
    try {
        pooled_pdo('pgsql', [PDO::ATTR_POOL_MIN => $min, PDO::ATTR_POOL_MAX => $max]);
    } catch (ValueError $e) {
        echo get_class($e), "\n";
    }
}
$plain = new PDO('sqlite::memory:', null, null, [PDO::ATTR_POOL_MAX => 3, PDO::ATTR_POOL_ENABLED => false]);
var_dump($plain->getPool(), $plain->getAttribute(PDO::ATTR_POOL_ENABLED), $plain->getAttribute(PDO::ATTR_POOL_MIN), $plain->getAttribute(PDO::ATTR_POOL_MAX));
?>
--EXPECT--
5 numbers, taken: 0
?Async\Pool
Async\Pool count 0, idle 0, active 0 false
bool(true)
int(0)
int(10)
SQLSTATE[IM001]: Driver does not support this function: PDO::ATTR_POOL_HEALTHCHECK_INTERVAL is a construction-only attribute and cannot be read at runtime
first use: PDOException count 0, idle 0, active 0
constructor: PDOException
count 2, idle 2, active 0 23 pgsql
PDO::ATTR_POOL_ENABLED cannot be used with PDO::ATTR_PERSISTENT
could not find driver
ValueError
ValueError
ValueError
NULL
bool(false)
bool(false)
bool(false)
