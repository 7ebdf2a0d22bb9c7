--TEST--
IO-1100, IO-1101: COPY both ways, large objects, notices and notifications give what they give without coroutines (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('ext/pgsql', 'pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, suspend};

$info = getenv('ASYNC_TEST_PG');
$work = function (int $i) {
    $pdo = plain_pdo('pgsql');
    $pdo->exec('CREATE TEMPORARY TABLE copied (a int, b text)');
    $rows = array_map(fn ($n) => "$n\trow $n of $i\n", range(1, 5000));
    $out = [var_export($pdo->pgsqlCopyFromArray('copied', $rows), true)];
    $out[] = $pdo->pgsqlCopyToArray('copied') === $rows ? 'same' : 'different';
    $file = __DIR__ . "/copy_$i.txt";
    $pdo->pgsqlCopyToFile('copied', $file);
    $out[] = file($file) === $rows ? 'same' : 'different';
    $pdo->exec('TRUNCATE copied');
    $pdo->pgsqlCopyFromFile('copied', $file);
    $out[] = $pdo->query('SELECT COUNT(*) FROM copied')->fetchColumn();

    $pdo->beginTransaction();
    $oid = $pdo->pgsqlLOBCreate();
    $stream = $pdo->pgsqlLOBOpen($oid, 'w+');
    fwrite($stream, str_repeat("$i", 100000));
    rewind($stream);
    $out[] = md5(stream_get_contents($stream)) === md5(str_repeat("$i", 100000)) ? 'same' : 'different';
    fclose($stream);
    $pdo->pgsqlLOBUnlink($oid);
    $pdo->commit();

    $pdo->beginTransaction();
    try {
        $pdo->pgsqlCopyFromArray('no_such_table', ["1\n"]);
    } catch (PDOException $e) {
        $out[] = $e->getCode();
    }
    try {
        $pdo->query('SELECT 1');
    } catch (PDOException $e) {
        $out[] = $e->getCode();
    }
    $pdo->rollBack();
    return implode(' ', $out);
};
echo implode("\n", await_all(array_map(fn ($i) => spawn($work, $i), [1, 2, 3]))[0]), "\n";

echo await(spawn(function () use ($info) {
    $link = pg_connect($info, PGSQL_CONNECT_FORCE_NEW);
    pg_query($link, 'CREATE TEMPORARY TABLE put (a int)');
    pg_query($link, 'COPY put FROM STDIN');
    foreach ([1, 2, 3] as $n) pg_put_line($link, "$n\n");
    pg_put_line($link, "\\.\n");
    pg_end_copy($link);
    pg_query($link, "DO \$\$ BEGIN RAISE NOTICE 'noticed'; END \$\$");
    return implode(' ', [...array_map(trim(...), pg_copy_to($link, 'put')), pg_last_notice($link)]);
})), "\n";

// A worker waits for a notification beside others.
$channel = 'news' . getmypid();
$listener = spawn(function () use ($channel) {
    $pdo = plain_pdo('pgsql');
    $pdo->exec("LISTEN $channel");
    $pdo->exec("SELECT 1");
    echo "listens\n";
    return $pdo->pgsqlGetNotify(PDO::FETCH_ASSOC, 20000)['payload'];
});
$admin = plain_pdo('pgsql');
until($admin, "SELECT COUNT(*) FROM pg_stat_activity WHERE query = 'SELECT 1' AND state = 'idle'", 1);
$admin->exec("NOTIFY $channel, 'the payload'");
echo await($listener), "\n";
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/copy_*.txt')); ?>
--EXPECT--
true same same 5000 same 42P01 25P02
true same same 5000 same 42P01 25P02
true same same 5000 same 42P01 25P02
1 2 3 NOTICE:  noticed
listens
the payload
