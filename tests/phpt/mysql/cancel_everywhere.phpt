--TEST--
IO-10, IO-11, IO-1000, IO-1002, IO-1003, IO-1009: MySQL: cancelled at every point of a connect, TLS, query, fetch, LOAD DATA (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysqli', 'mysql'); ?>
--INI--
mysqli.allow_local_infile=1
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
require __DIR__ . '/../_inc/cancel_points.php';

$rows = 'SELECT seq, REPEAT(CHAR(65 + seq % 26), 1000) FROM seq_1_to_500';
$tls = MYSQLI_CLIENT_SSL;
$tcp = fn (array $options = []) => new PDO('mysql:host=127.0.0.1;dbname=demo;port=' . getenv('ASYNC_TEST_MYSQL_PORT'), 'demo', '', $options);
$table = 'cancelled_' . getmypid();
$file = __DIR__ . "/$table.txt";
plain_pdo('mysql')->exec("CREATE TABLE $table (id int, v text)");
file_put_contents($file, implode(array_map(fn ($i) => "$i\t" . str_repeat('x', 1000) . "\n", range(1, 500))));

cancel_everywhere('connect, unix socket', fn () => mysqli_link());
cancel_everywhere('connect, tcp', fn () => mysqli_link(true));
cancel_everywhere('connect, TLS', fn () => mysqli_link(true, $tls));
cancel_everywhere('PDO, tcp', fn () => $tcp());
cancel_everywhere('PDO, TLS', fn () => $tcp([PDO::MYSQL_ATTR_SSL_CA => getenv('ASYNC_TEST_MYSQL_CA')]));
cancel_everywhere('query', fn () => plain_pdo('mysql')->query($rows)->fetchAll());
cancel_everywhere('query over TLS', fn () => mysqli_link(true, $tls)->query($rows)->fetch_all());
cancel_everywhere('mysqli, compressed', fn () => mysqli_link(true, MYSQLI_CLIENT_COMPRESS)->query($rows)->fetch_all());
cancel_everywhere('unbuffered fetch', function () use ($rows) {
    $link = mysqli_link();
    $result = $link->query($rows, MYSQLI_USE_RESULT);
    while ($result->fetch_row());
});
cancel_everywhere('PDO, unbuffered', function () use ($rows) {
    $pdo = plain_pdo('mysql', [PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false]);
    foreach ($pdo->query($rows) as $row);
});
cancel_everywhere('prepared', function () {
    $link = mysqli_link();
    $statement = $link->prepare('SELECT ?');
    foreach ([1, 2] as $n) {
        $statement->bind_param('i', $n);
        $statement->execute();
        $statement->get_result()->fetch_all();
    }
});
cancel_everywhere('PDO, prepared', function () use ($rows) {
    $statement = plain_pdo('mysql', [PDO::ATTR_EMULATE_PREPARES => false])->prepare($rows);
    $statement->execute();
    $statement->fetchAll();
});
cancel_everywhere('several queries', function () {
    $link = mysqli_link();
    $link->multi_query('SELECT 1; SELECT 2; SELECT 3');
    do $link->store_result(); while ($link->more_results() && $link->next_result());
});
cancel_everywhere('LOAD DATA LOCAL', fn () => mysqli_link()->query("LOAD DATA LOCAL INFILE '$file' INTO TABLE $table"));
cancel_everywhere('change_user', fn () => mysqli_link()->change_user('demo', '', 'demo'));

$pool = pooled_pdo('mysql', [PDO::ATTR_POOL_MAX => 2]);
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
cancel_everywhere('pooled session state', fn () => $pool->exec('SET @a = 1'), $works);
plain_pdo('mysql')->exec("DROP TABLE $table");
cancelled_at_least(40);
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/cancelled_*.txt')); ?>
--EXPECT--
connect, unix socket: only what is allowed
connect, tcp: only what is allowed
connect, TLS: only what is allowed
PDO, tcp: only what is allowed
PDO, TLS: only what is allowed
query: only what is allowed
query over TLS: only what is allowed
mysqli, compressed: only what is allowed
unbuffered fetch: only what is allowed
PDO, unbuffered: only what is allowed
prepared: only what is allowed
PDO, prepared: only what is allowed
several queries: only what is allowed
LOAD DATA LOCAL: only what is allowed
change_user: only what is allowed
pooled query: only what is allowed
pooled transaction: only what is allowed
pooled session state: only what is allowed
cancelled often enough
