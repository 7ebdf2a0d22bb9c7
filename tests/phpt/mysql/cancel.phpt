--TEST--
IO-1002, IO-1003, IO-1004, IO-1009, IO-11: a cancelled query breaks its connection, and nothing hides the cancellation (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysqli', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, timeout, delay};

$admin = plain_pdo('mysql');
final class Stop extends Async\AsyncCancellation {}

foreach (['mysqli', 'pdo'] as $kind) {
    echo "== $kind\n";
    $link = $kind === 'mysqli' ? mysqli_link() : plain_pdo('mysql');
    $mark = "cancel$kind" . getmypid();
    $stop = new Stop('enough');
    $query = spawn(function () use ($link, $mark, $stop) {
        try {
            $link->query("/* $mark */ SELECT SLEEP(3)");
        } catch (Throwable $e) {
            echo get_class($e), ' ', var_export($e === $stop, true), ', before it: ', $e->getPrevious() ? $e->getPrevious()->getMessage() : 'nothing', "\n";
        }
    });
    until($admin, sql('mysql', 'asleep', $mark), 1);
    $query->cancel($stop);
    await($query);
    try {
        $link->query('SELECT 1');
    } catch (Exception $e) {
        echo $kind === 'pdo' ? $e->errorInfo[1] : $e->getCode(), "\n";
    }

    $slow = spawn(fn () => ($kind === 'mysqli' ? mysqli_link() : plain_pdo('mysql'))->query('SELECT SLEEP(3)'));
    $began = hrtime(true);
    try {
        await($slow, timeout(50));
    } catch (Async\OperationCanceledException|Async\TimeoutException $e) {
        echo 'timed out, ', hrtime(true) - $began < 2e9 ? 'promptly' : 'late', "\n";
    }
    $slow->cancel();

    // Connecting, over and over.
    $outcomes = outcomes_of_cancel(12, fn () => $kind === 'mysqli' ? mysqli_link(true) : new PDO('mysql:host=127.0.0.1;port=' . getenv('ASYNC_TEST_MYSQL_PORT'), 'demo', ''));
    echo 'connecting: ', implode(', ', array_diff($outcomes, ['never began', 'done', 'Async\AsyncCancellation'])) ?: 'nothing but what is allowed', "\n";
    $outcomes = outcomes_of_cancel(12, fn () => mysqli_link(true, MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT));
    echo 'with TLS: ', implode(', ', array_diff($outcomes, ['never began', 'done', 'Async\AsyncCancellation'])) ?: 'nothing but what is allowed', "\n";
}
?>
--EXPECT--
== mysqli
Stop true, before it: MySQL server has gone away
2006
timed out, promptly
connecting: nothing but what is allowed
with TLS: nothing but what is allowed
== pdo
Stop true, before it: SQLSTATE[HY000]: General error: 2006 MySQL server has gone away
2006
timed out, promptly
connecting: nothing but what is allowed
with TLS: nothing but what is allowed
