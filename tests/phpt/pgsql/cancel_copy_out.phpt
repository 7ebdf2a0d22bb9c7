--TEST--
IO-10, IO-1100: PostgreSQL: cancelled at every point of a COPY into an array (any order)
--SKIPIF--
<?php
require __DIR__ . '/../_inc/databases.php';
skip_without('ext/pgsql', 'pgsql');
if (PHP_DEBUG) die('skip PHP itself loses the array of pgsqlCopyToArray() and pg_copy_to() when the connection breaks, and a debug build reports it');
?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
require __DIR__ . '/../_inc/cancel_points.php';

$rows = 'SELECT i, repeat(chr(65 + i % 26), 1000) FROM generate_series(1, 500) i';
cancel_everywhere('COPY out', fn () => count(plain_pdo('pgsql')->pgsqlCopyToArray("($rows)")));
cancel_everywhere('pg_copy_to', fn () => pg_copy_to(pg_connect(getenv('ASYNC_TEST_PG'), PGSQL_CONNECT_FORCE_NEW), "($rows)"));
?>
--EXPECT--
COPY out: only what is allowed
pg_copy_to: only what is allowed
