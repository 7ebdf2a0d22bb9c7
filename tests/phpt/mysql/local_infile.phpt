--TEST--
IO-1000: LOAD DATA LOCAL reads its file and sends it beside others (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('mysqli', 'mysql'); ?>
--INI--
mysqli.allow_local_infile=1
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await_all};

$admin = plain_pdo('mysql');
$names = [];
[$counts, $errors] = await_all(array_map(fn ($i) => spawn(function () use ($i, &$names) {
    $file = __DIR__ . "/local_infile_$i.csv";
    file_put_contents($file, implode("\n", range(1, 20000)));
    $link = mysqli_init();
    $link->options(MYSQLI_OPT_LOCAL_INFILE, true);
    $link->real_connect(null, 'demo', '', 'demo', 0, getenv('ASYNC_TEST_MYSQL_SOCKET'));
    $link->query('CREATE TEMPORARY TABLE loaded (v int)');
    $link->query("LOAD DATA LOCAL INFILE '" . $link->real_escape_string($file) . "' INTO TABLE loaded");
    return $link->query('SELECT COUNT(*), SUM(v) FROM loaded')->fetch_row();
}), [1, 2, 3]));
echo json_encode($counts), ' ', count($errors), "\n";
foreach ($errors as $e) echo $e->getMessage(), "\n";
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/local_infile_*.csv')); ?>
--EXPECT--
[["20000","200010000"],["20000","200010000"],["20000","200010000"]] 0
