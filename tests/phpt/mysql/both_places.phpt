--TEST--
IO-44, IO-1001: who uses a busy connection of mysqli, pgsql or SQLite3 is told where the other coroutine is
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysqli', 'mysql', 'ext/pgsql', 'pgsql', 'sqlite3'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, suspend};

$say = function (callable $call) {
    try {
        $text = $call();
    } catch (Exception $e) {
        $text = get_class($e) . ' ' . $e->getCode() . ': ' . $e->getMessage();
    }
    echo preg_replace('~[^ ]*/~', '', trim($text)), "\n";
};
$link = mysqli_link();
$statement = $link->prepare('SELECT 1');
$mark = 'both' . getmypid();
$first = spawn(function () use ($link, $mark) {
    return $link->query("/* $mark */ SELECT SLEEP(60)");
});
$admin = plain_pdo('mysql');
until($admin, sql('mysql', 'asleep', $mark), 1);
$say(fn () => $link->query('SELECT 1'));
$say(fn () => $link->change_user('demo', '', 'demo'));
mysqli_report(MYSQLI_REPORT_OFF);
$say(fn () => var_export($link->query('SELECT 1'), true) . ' ' . $link->error);
$say(fn () => var_export($statement->execute(), true) . " $statement->errno");
$first->cancel();

$pg = pg_connect(getenv('ASYNC_TEST_PG'), PGSQL_CONNECT_FORCE_NEW);
$second = spawn(fn () => pg_query($pg, "SELECT pg_sleep(60) /* $mark */"));
until(plain_pdo('pgsql'), sql('pgsql', 'asleep', $mark), 1);
$say(fn () => var_export(@pg_query($pg, 'SELECT 1'), true) . ' ' . pg_last_error($pg));
$second->cancel();

$file = __DIR__ . "/$mark.db";
$holder = new SQLite3($file);
$holder->exec('CREATE TABLE t (v int); BEGIN IMMEDIATE');
$shared = new SQLite3($file);
$shared->enableExceptions(true);
$shared->busyTimeout(60000);
$third = spawn(fn () => $shared->exec('INSERT INTO t VALUES (1)'));
suspend();
$say(fn () => $shared->exec('SELECT 1'));
$say(fn () => $shared->querySingle('SELECT 1'));
$holder->exec('COMMIT');
var_dump(await($third));
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/both*.db*')); ?>
--EXPECTF--
mysqli_sql_exception 2014: Commands out of sync; you can't run this command now; in use by another coroutine, at both_places.php:17; this call is at both_places.php:21
Async\AsyncException 0: MySQL connection is already in use by another coroutine, at both_places.php:17; this call is at both_places.php:22
false Commands out of sync; you can't run this command now; in use by another coroutine, at both_places.php:17; this call is at both_places.php:24
false 2014
false another command is already in progress, at both_places.php:29; this call is at both_places.php:31
%SException %d: database connection is in use by another coroutine, at both_places.php:40; this call is at both_places.php:42
%SException %d: %Sdatabase connection is in use by another coroutine, at both_places.php:40; this call is at both_places.php:43
bool(true)
