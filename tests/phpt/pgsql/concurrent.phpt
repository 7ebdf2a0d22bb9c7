--TEST--
IO-1100, IO-1102: each way to ask PostgreSQL waits beside the others, and the server sees all at work at once (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('ext/pgsql', 'pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await_all};

$info = getenv('ASYNC_TEST_PG');
$tcp = getenv('ASYNC_TEST_PG_TCP');
$new = fn (string $info) => pg_connect($info, PGSQL_CONNECT_FORCE_NEW);
$ways = [
    'pg_query' => fn ($n) => pg_query($new($info), "SELECT pg_sleep(20) /* $n */"),
    'pg_query, tcp' => fn ($n) => pg_query($new($tcp), "SELECT pg_sleep(20) /* $n */"),
    'pg_query_params' => fn ($n) => pg_query_params($new($info), "SELECT pg_sleep(\$1) /* $n */", [20]),
    'pg_execute' => function ($n) use ($new, $info) {
        $link = $new($info);
        pg_prepare($link, 's', "SELECT pg_sleep(20) /* $n */");
        pg_execute($link, 's', []);
    },
    'pg_get_result' => function ($n) use ($new, $info) {
        $link = $new($info);
        pg_send_query($link, "SELECT pg_sleep(20) /* $n */");
        pg_get_result($link);
    },
    'PDO' => fn ($n) => plain_pdo('pgsql')->query("SELECT pg_sleep(20) /* $n */"),
    'PDO prepared' => function ($n) {
        $statement = plain_pdo('pgsql')->prepare("SELECT pg_sleep(?) /* $n */");
        $statement->execute([20]);
    },
    'COPY out' => fn ($n) => plain_pdo('pgsql')->pgsqlCopyToArray("(SELECT pg_sleep(20) /* $n */)"),
];
$admin = plain_pdo('pgsql');
foreach ($ways as $name => $way) {
    $mark = 'mark' . getmypid() . '_' . md5($name);
    $all = array_map(fn () => spawn($way, $mark), range(1, 5));
    until($admin, sql('pgsql', 'asleep', $mark), 5);
    foreach ($all as $one) $one->cancel();
    [, $errors] = await_all($all);
    echo $name, ': 5 at once, ', implode(array_unique(array_map(get_class(...), $errors))), "\n";
    $admin->query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%$mark%' AND pid <> pg_backend_pid()");
    until($admin, sql('pgsql', 'asleep', $mark), 0);
}
// Persistent ones as well.
$mark = 'persistent' . getmypid();
$one = spawn(fn () => pg_query(pg_pconnect($info), "SELECT 1 FROM pg_sleep(0.01) /* $mark */"));
echo json_encode(await_all([$one, spawn(fn () => 'beside')])[1]), "\n";
?>
--EXPECT--
pg_query: 5 at once, Async\AsyncCancellation
pg_query, tcp: 5 at once, Async\AsyncCancellation
pg_query_params: 5 at once, Async\AsyncCancellation
pg_execute: 5 at once, Async\AsyncCancellation
pg_get_result: 5 at once, Async\AsyncCancellation
PDO: 5 at once, Async\AsyncCancellation
PDO prepared: 5 at once, Async\AsyncCancellation
COPY out: 5 at once, Async\AsyncCancellation
[]
