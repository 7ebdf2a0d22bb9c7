--TEST--
IO-1222, IO-1223: MySQL dies by SIGKILL in the middle of a pool's queries: clear errors, the pool heals, nothing is left over
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/sigkill_mysql.inc';

sigkill_mysql(function (OwnServer $server) {
    $pool = $server->pdo([PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => 4, PDO::ATTR_POOL_STMT_CACHE_SIZE => 3, PDO::ATTR_EMULATE_PREPARES => false]);
    return [[
        fn ($sql) => $pool->query($sql),
        fn ($sql) => $pool->beginTransaction() && $pool->exec($sql),
        fn ($sql) => $pool->prepare($sql)->execute(),
        fn ($sql) => $pool->exec('SET @touched = 1') !== false && $pool->query($sql),
    ], $pool];
});
?>
--EXPECT--
40 errors, 0 unclear, 0 wrong answers
