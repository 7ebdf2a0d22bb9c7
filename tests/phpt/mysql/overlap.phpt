--TEST--
IO-1001, IO-1008, IO-44: one connection is for one coroutine at a time; errors are per connection; closing ends its user's wait (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysqli', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, suspend};

$admin = plain_pdo('mysql');
foreach (['mysqli', 'pdo'] as $kind) {
    echo "== $kind\n";
    $link = $kind === 'mysqli' ? mysqli_link() : plain_pdo('mysql');
    $mark = "overlap$kind" . getmypid();
    $value = fn ($result) => $result instanceof mysqli_result ? $result->fetch_row()[0] : $result->fetchColumn();
    $first = spawn(fn () => $value($link->query("/* $mark */ SELECT SLEEP(0.3) + 42")));
    until($admin, sql('mysql', 'asleep', $mark), 1);
    foreach (['query' => 'SELECT 2', 'prepare' => 'SELECT 3'] as $method => $sql) {
        try {
            if ($kind === 'pdo' && $method === 'prepare') $link->setAttribute(PDO::ATTR_EMULATE_PREPARES, false);
            $link->$method($sql);
            echo "not refused\n";
        } catch (Exception $e) {
            echo $method, ' ', $kind === 'pdo' ? $e->errorInfo[1] : $e->getCode(), "\n";
            // Where the other one waits, and this call.
            echo preg_match('/; in use by another coroutine, at \S+overlap.php:(\d+); this call is at \S+overlap.php:(\d+)$/', $e->getMessage(), $lines)
                && $lines[1] < $lines[2] ? "both places\n" : $e->getMessage() . "\n";
        }
    }
    echo await($first), "\n";
    // One after the other is fine.
    $ids = [$value($link->query('SELECT CONNECTION_ID()')), await(spawn(fn () => $value($link->query('SELECT CONNECTION_ID()'))))];
    var_dump($ids[0] === $ids[1]);
}

mysqli_report(MYSQLI_REPORT_OFF);
$links = [new mysqli(null, 'demo', '', 'demo', 0, getenv('ASYNC_TEST_MYSQL_SOCKET')), new mysqli(null, 'demo', '', 'demo', 0, getenv('ASYNC_TEST_MYSQL_SOCKET'))];
await_all([spawn(fn () => $links[0]->query('bogus')), spawn(fn () => $links[1]->query('SELECT SLEEP(0.01)'))]);
echo $links[0]->errno, ' ', $links[1]->errno, "\n";

$mark = 'closing' . getmypid();
$link = mysqli_link();
$user = spawn(function () use ($link, $mark) {
    try {
        $link->query("/* $mark */ SELECT SLEEP(20)");
    } catch (mysqli_sql_exception $e) {
        return $e->getCode();
    }
});
until($admin, sql('mysql', 'asleep', $mark), 1);
$link->close();
echo await($user), "\n";
?>
--EXPECT--
== mysqli
query 2014
both places
prepare 2014
both places
42
bool(true)
== pdo
query 2014
both places
prepare 2014
both places
42
bool(true)
1064 0
2006
