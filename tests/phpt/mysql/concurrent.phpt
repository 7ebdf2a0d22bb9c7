--TEST--
IO-1000, IO-1005, IO-1007, IO-1006: each way to ask MySQL waits beside the others; the server sees all at work at once, and later gone (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysqli', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, delay};

$port = getenv('ASYNC_TEST_MYSQL_PORT');
$ways = [
    'mysqli, unix socket' => fn ($n) => mysqli_link()->query("/* $n */ SELECT SLEEP(5)"),
    'mysqli, tcp' => fn ($n) => mysqli_link(true)->query("/* $n */ SELECT SLEEP(5)"),
    'mysqli, TLS' => fn ($n) => mysqli_link(true, MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT)->query("/* $n */ SELECT SLEEP(5)"),
    'mysqli, compressed' => fn ($n) => mysqli_link(true, MYSQLI_CLIENT_COMPRESS)->query("/* $n */ SELECT SLEEP(5)"),
    'mysqli, prepared' => function ($n) {
        $link = mysqli_link();
        $link->prepare("/* $n */ SELECT SLEEP(5)")->execute();
    },
    'mysqli, several at once' => fn ($n) => mysqli_link()->multi_query("/* $n */ SELECT SLEEP(5); SELECT 2"),
    'mysqli, asynchronous' => function ($n) {
        $link = mysqli_link();
        $link->query("/* $n */ SELECT SLEEP(5)", MYSQLI_ASYNC);
        do {
            $read = $error = $reject = [$link];
        } while (!mysqli_poll($read, $error, $reject, 9));
        $link->reap_async_query();
    },
    'PDO' => fn ($n) => plain_pdo('mysql')->query("/* $n */ SELECT SLEEP(5)"),
    'PDO, unbuffered, tcp' => fn ($n) => (new PDO("mysql:host=127.0.0.1;port=$port;dbname=demo", 'demo', '', [PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false]))->query("/* $n */ SELECT SLEEP(5)"),
];
$admin = plain_pdo('mysql');
foreach ($ways as $name => $way) {
    $mark = 'mark' . getmypid() . '_' . md5($name);
    $all = array_map(fn () => spawn($way, $mark), range(1, 5));
    until($admin, sql('mysql', 'asleep', $mark), 5);
    foreach ($all as $one) $one->cancel();
    [, $errors] = await_all($all);
    // The connections go with their coroutines; what the server still does, it ends by itself (IO-1002).
    echo $name, ': 5 at once, ', implode(array_unique(array_map(get_class(...), $errors))), "\n";
    foreach ($admin->query("SELECT id FROM information_schema.processlist WHERE info LIKE '%$mark%' AND id <> CONNECTION_ID()")->fetchAll(PDO::FETCH_COLUMN) as $id) {
        try {
            $admin->exec("KILL $id");
        } catch (PDOException) {
        }
    }
    until($admin, sql('mysql', 'asleep', $mark), 0);
}

// All of it by value.
$link = mysqli_link(true, MYSQLI_CLIENT_COMPRESS);
echo strlen($link->query("SELECT REPEAT('x', 3000000)")->fetch_row()[0]), ' ', $link->query("SHOW STATUS LIKE 'Compression'")->fetch_row()[1], "\n";
$link = mysqli_link(true, MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT);
echo $link->query("SHOW STATUS LIKE 'Ssl_cipher'")->fetch_row()[1] !== '' ? 'encrypted' : 'plain', "\n";
echo await(spawn(function () {
    $link = mysqli_link();
    $link->multi_query('SELECT 1; SELECT 2');
    $rows = [];
    do {
        $rows[] = $link->store_result()->fetch_row()[0];
    } while ($link->more_results() && $link->next_result());
    $unbuffered = $link->query('SELECT 3 UNION SELECT 4', MYSQLI_USE_RESULT);
    while ($row = $unbuffered->fetch_row()) $rows[] = $row[0];
    $unbuffered->free();
    $statement = $link->prepare('SELECT ? + 1');
    $statement->bind_param('i', $five);
    $five = 5;
    $statement->execute();
    $statement->bind_result($six);
    $statement->fetch();
    $statement->close();
    return implode(',', $rows) . ",$six," . var_export(@$link->ping(), true) . ',' . var_export($link->change_user('demo', '', 'demo'), true);
})), "\n";

$id = await(spawn(function () {
    $link = mysqli_link();
    return $link->thread_id;
}));
until($admin, sql('mysql', 'gone', $id), 0);
echo "gone with its coroutine\n";
?>
--EXPECT--
mysqli, unix socket: 5 at once, Async\AsyncCancellation
mysqli, tcp: 5 at once, Async\AsyncCancellation
mysqli, TLS: 5 at once, Async\AsyncCancellation
mysqli, compressed: 5 at once, Async\AsyncCancellation
mysqli, prepared: 5 at once, Async\AsyncCancellation
mysqli, several at once: 5 at once, Async\AsyncCancellation
mysqli, asynchronous: 5 at once, Async\AsyncCancellation
PDO: 5 at once, Async\AsyncCancellation
PDO, unbuffered, tcp: 5 at once, Async\AsyncCancellation
3000000 ON
encrypted
1,2,3,4,6,true,true
gone with its coroutine
