--TEST--
IO-44, IO-1001: one statement in two coroutines: the second is told where the first is (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

foreach (['pgsql', 'mysql'] as $driver) {
    $admin = plain_pdo($driver);
    $mark = 'shared' . getmypid();
    $admin->query(sql($driver, 'lock', getmypid()))->fetchAll();
    $statement = plain_pdo($driver)->prepare("/* $mark */ " . sql($driver, 'lock', getmypid()));
    $first = spawn(fn () => $statement->execute());
    until($admin, sql($driver, 'asleep', $mark), 1);
    foreach (['execute', 'fetch', 'closeCursor'] as $method) {
        try {
            $statement->$method();
        } catch (Async\AsyncException $e) {
            echo preg_replace('~[^ ]*/~', '', $e->getMessage()), "\n";
        }
    }
    $admin->query(sql($driver, 'unlock', getmypid()))->fetchAll();
    var_dump(await($first));
}
?>
--EXPECT--
PDOStatement is already in use by another coroutine, at statement_in_two.php:10; this call is at statement_in_two.php:14
PDOStatement is already in use by another coroutine, at statement_in_two.php:10; this call is at statement_in_two.php:14
PDOStatement is already in use by another coroutine, at statement_in_two.php:10; this call is at statement_in_two.php:14
bool(true)
PDOStatement is already in use by another coroutine, at statement_in_two.php:10; this call is at statement_in_two.php:14
PDOStatement is already in use by another coroutine, at statement_in_two.php:10; this call is at statement_in_two.php:14
PDOStatement is already in use by another coroutine, at statement_in_two.php:10; this call is at statement_in_two.php:14
bool(true)
