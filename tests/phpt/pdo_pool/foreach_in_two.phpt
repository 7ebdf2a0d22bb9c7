--TEST--
IO-44, IO-1001: a statement that one coroutine goes through with foreach is in use: another one is told where, and the rows stay whole
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{await, spawn, suspend};

// Each row is more than the server keeps before it sends, and takes its time.
$row = "SLEEP(0.5), REPEAT('x', 40000)";
$sql = "SELECT 1 AS n, $row UNION ALL SELECT 2, $row UNION ALL SELECT 3, $row";
foreach ([plain_pdo(...), pooled_pdo(...)] as $make) {
    $pdo = $make('mysql', [PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false, PDO::ATTR_EMULATE_PREPARES => false]);
    $statement = $pdo->query($sql);
    $rows = null;
    $reader = spawn(function () use ($statement, &$rows) {
        $rows = [];
        foreach ($statement as $row) $rows[] = $row['n'];
    });
    while ($rows === null) suspend();
    foreach ([fn () => $statement->fetch(), fn () => iterator_count($statement)] as $use) {
        try {
            $use();
            echo "let in\n";
            exit;
        } catch (Async\AsyncException $e) {
            echo preg_replace('~[^ ]*/~', '', $e->getMessage()), "\n";
        }
    }
    await($reader);
    unset($statement, $reader);
    echo implode(', ', $rows), '; ', $pdo->query('SELECT 5')->fetchColumn(), "\n";
}
?>
--EXPECT--
PDOStatement is already in use by another coroutine, at foreach_in_two.php:14; this call is at foreach_in_two.php:17
PDOStatement is already in use by another coroutine, at foreach_in_two.php:14; this call is at foreach_in_two.php:17
1, 2, 3; 5
PDOStatement is already in use by another coroutine, at foreach_in_two.php:14; this call is at foreach_in_two.php:17
PDOStatement is already in use by another coroutine, at foreach_in_two.php:14; this call is at foreach_in_two.php:17
1, 2, 3; 5
