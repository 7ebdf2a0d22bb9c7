--TEST--
IO-1103, IO-1104, IO-10, IO-11, IO-44: cancelled in the middle, the connection is unusable; the request to stop reaches the server; a second user is refused (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('ext/pgsql', 'pgsql'); ?>
--INI--
async.pg_cancel_on_abort=1
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

final class Stop extends Async\AsyncCancellation {}
$admin = plain_pdo('pgsql');
$info = getenv('ASYNC_TEST_PG');
$ways = [
    'query' => fn (PDO $pdo, $mark) => $pdo->query("SELECT pg_sleep(30) /* $mark */"),
    'fetch of a cursor' => function (PDO $pdo, $mark) {
        $statement = $pdo->prepare("SELECT pg_sleep(30) /* $mark */", [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
        $statement->execute();
        $statement->fetch();
    },
    'copy' => fn (PDO $pdo, $mark) => $pdo->pgsqlCopyToArray("(SELECT pg_sleep(30) /* $mark */)"),
];
foreach ($ways as $name => $way) {
    $mark = 'cancel' . getmypid() . md5($name);
    $pdo = plain_pdo('pgsql');
    $stop = new Stop('enough');
    $query = spawn(function () use ($way, $pdo, $mark, $stop) {
        try {
            $way($pdo, $mark);
        } catch (Throwable $e) {
            return get_class($e) . ' ' . var_export($e === $stop, true);
        }
        return 'went on';
    });
    until($admin, sql('pgsql', 'asleep', $mark), 1);
    $query->cancel($stop);
    echo $name, ': ', await($query), ', then ';
    try {
        $pdo->query('SELECT 1');
        echo "usable\n";
    } catch (PDOException $e) {
        echo get_class($e), "\n";
    }
    until($admin, sql('pgsql', 'asleep', $mark), 0);  // far earlier than by itself
}

// Overlapping use of one connection, and closing it under its user.
$mark = 'overlap' . getmypid();
$link = pg_connect($info, PGSQL_CONNECT_FORCE_NEW);
$first = spawn(fn () => pg_fetch_result(pg_query($link, "SELECT 42 FROM pg_sleep(0.2) /* $mark */"), 0, 0));
until($admin, sql('pgsql', 'asleep', $mark), 1);
echo trim((string) @pg_query($link, 'SELECT 1') ?: pg_last_error($link)), "\n", await($first), "\n";
$user = spawn(fn () => @pg_query($link, "SELECT pg_sleep(30) /* $mark */"));
until($admin, sql('pgsql', 'asleep', $mark), 1);
pg_close($link);
var_dump(await($user));

$outcomes = outcomes_of_cancel(12, fn () => new PDO('pgsql:' . strtr(getenv('ASYNC_TEST_PG_TCP'), ' ', ';')));
echo 'connecting: ', implode(', ', array_diff($outcomes, ['never began', 'done', 'Async\AsyncCancellation'])) ?: 'nothing but what is allowed', "\n";
?>
--EXPECTF--
query: Stop true, then PDOException
fetch of a cursor: Stop true, then PDOException
copy: Stop true, then PDOException
another command is already in progress, at %scancel.php:%d; this call is at %scancel.php:%d
42
bool(false)
connecting: nothing but what is allowed
