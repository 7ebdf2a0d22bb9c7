--TEST--
IO-10, IO-11, IO-1100, IO-1103: PostgreSQL: cancelled at every point of a connect, TLS, query, fetch, COPY, large object (any order)
--SKIPIF--
<?php
require __DIR__ . '/../_inc/databases.php';
skip_without('ext/pgsql', 'pgsql');
if (!getenv('ASYNC_TEST_PG_TLS')) die('skip no TLS');
?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
require __DIR__ . '/../_inc/cancel_points.php';

$info = getenv('ASYNC_TEST_PG');
$pdo = fn (string $info) => new PDO('pgsql:' . strtr($info, ' ', ';'), null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$link = fn (string $info) => pg_connect($info, PGSQL_CONNECT_FORCE_NEW) ?: throw new Exception('no connection');
$rows = 'SELECT i, repeat(chr(65 + i % 26), 1000) FROM generate_series(1, 500) i';
$lines = array_map(fn ($i) => "$i\t" . str_repeat('x', 1000) . "\n", range(1, 500));
$table = 'cancelled_' . getmypid();
plain_pdo('pgsql')->exec("CREATE TABLE $table (id int, v text)");

cancel_everywhere('connect, unix socket', fn () => $pdo($info));
cancel_everywhere('connect, tcp', fn () => $pdo(getenv('ASYNC_TEST_PG_TCP')));
cancel_everywhere('connect, TLS', fn () => $pdo(getenv('ASYNC_TEST_PG_TLS')));
cancel_everywhere('pg_connect, TLS', fn () => $link(getenv('ASYNC_TEST_PG_TLS')));
cancel_everywhere('query', fn () => $pdo($info)->query($rows)->fetchAll());
cancel_everywhere('query over TLS', fn () => $pdo(getenv('ASYNC_TEST_PG_TLS'))->query($rows)->fetchAll());
cancel_everywhere('prepared', function () use ($pdo, $info) {
    $statement = $pdo($info)->prepare('SELECT ?::int');
    foreach ([1, 2] as $n) $statement->execute([$n]);
});
cancel_everywhere('fetch from a cursor', function () use ($pdo, $info, $rows) {
    $connection = $pdo($info);
    $connection->beginTransaction();
    $statement = $connection->prepare($rows, [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
    $statement->execute();
    for ($i = 0; $i < 3; $i++) $statement->fetch();
    $connection->commit();
});
cancel_everywhere('pg_query', fn () => pg_fetch_all(pg_query($link($info), $rows)));
cancel_everywhere('pg_query_params', fn () => pg_query_params($link($info), 'SELECT $1::int', [1]));
cancel_everywhere('pg_send_query, pg_get_result', function () use ($link, $info, $rows) {
    $connection = $link($info);
    pg_send_query($connection, "$rows; SELECT 2");
    while ($result = pg_get_result($connection)) pg_num_rows($result);
});
cancel_everywhere('COPY in', fn () => $pdo($info)->pgsqlCopyFromArray($table, $lines));
cancel_everywhere('pg_copy_from', fn () => pg_copy_from($link($info), $table, $lines));
cancel_everywhere('large object', function () use ($pdo, $info) {
    $connection = $pdo($info);
    $connection->beginTransaction();
    $stream = $connection->pgsqlLOBOpen($connection->pgsqlLOBCreate(), 'w');
    fwrite($stream, str_repeat('x', 300000));
    unset($stream);
    $connection->rollBack();
});

// The same connections, over and over: what a cancellation has broken does not come back from the pool.
$pool = pooled_pdo('pgsql', [PDO::ATTR_POOL_MAX => 2]);
$works = function () use ($pool) {
    if ((int) $pool->query('SELECT 42')->fetchColumn() !== 42) throw new Exception('wrong answer');
    if ($pool->getPool()->activeCount() !== 0) throw new Exception(counts($pool));
    return $pool->getPool()->count() - 1;
};
cancel_everywhere('pooled query', fn () => $pool->query($rows)->fetchAll(), $works);
cancel_everywhere('pooled transaction', function () use ($pool) {
    $pool->beginTransaction();
    $pool->exec('SELECT 1');
    $pool->commit();
}, $works);
cancel_everywhere('pooled session state', fn () => $pool->exec("SET application_name = 'x'"), $works);
cancel_everywhere('pooled COPY', fn () => $pool->pgsqlCopyFromArray($table, $lines), $works);
plain_pdo('pgsql')->exec("DROP TABLE $table");
cancelled_at_least(60);
?>
--EXPECT--
connect, unix socket: only what is allowed
connect, tcp: only what is allowed
connect, TLS: only what is allowed
pg_connect, TLS: only what is allowed
query: only what is allowed
query over TLS: only what is allowed
prepared: only what is allowed
fetch from a cursor: only what is allowed
pg_query: only what is allowed
pg_query_params: only what is allowed
pg_send_query, pg_get_result: only what is allowed
COPY in: only what is allowed
pg_copy_from: only what is allowed
large object: only what is allowed
pooled query: only what is allowed
pooled transaction: only what is allowed
pooled session state: only what is allowed
pooled COPY: only what is allowed
cancelled often enough
