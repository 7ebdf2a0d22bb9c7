--TEST--
IO-1002, IO-1006, IO-1008: MySQL dies by SIGKILL in the middle of queries of mysqli and PDO: clear errors, nothing is left over
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysqli', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/sigkill_mysql.inc';

sigkill_mysql(function (OwnServer $server) {
    mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    $link = fn () => new mysqli(null, 'demo', '', 'demo', 0, $server->socket());
    return [[
        fn ($sql) => $link()->query($sql),
        fn ($sql) => ($kept = $link())->prepare($sql)->execute(),
        fn ($sql) => ($kept = $link())->query("$sql UNION SELECT SLEEP(60)", MYSQLI_USE_RESULT)->fetch_all(),
        fn ($sql) => $link()->multi_query("$sql; SELECT 1"),
        fn ($sql) => $server->pdo()->query($sql),
        fn ($sql) => $server->pdo([PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false])->query($sql)->fetchAll(),
    ], null];
});
?>
--EXPECT--
60 errors, 0 unclear, 0 wrong answers
