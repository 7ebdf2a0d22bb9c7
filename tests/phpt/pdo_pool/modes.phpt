--TEST--
IO-1225: what is set while statements are alive counts for them too: error mode, case, nulls, strings
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

foreach ([false, true] as $pooled) {
    $pdo = new PDO('sqlite:' . __DIR__ . '/modes_' . getmypid() . '.db', null, null, $pooled ? [PDO::ATTR_POOL_ENABLED => true] : []);
    $pdo->exec('CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, Note TEXT)');
    $pdo->exec("INSERT OR REPLACE INTO t VALUES (1, '')");
    $twice = $pdo->prepare("INSERT INTO t VALUES (1, 'twice')");
    $others = await(spawn(fn () => $pdo->prepare("INSERT INTO t VALUES (1, 'others')")));
    $read = $pdo->prepare('SELECT id, Note FROM t');
    $pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_SILENT);
    try {
        var_dump($twice->execute(), $others->execute());
    } catch (PDOException $e) {
        echo get_class($e), "\n";
    }
    unset($twice, $others);
    $pdo->setAttribute(PDO::ATTR_CASE, PDO::CASE_UPPER);
    $pdo->setAttribute(PDO::ATTR_ORACLE_NULLS, PDO::NULL_EMPTY_STRING);
    $pdo->setAttribute(PDO::ATTR_STRINGIFY_FETCHES, true);
    $read->execute();
    echo json_encode($read->fetch(PDO::FETCH_ASSOC)), "\n";
    unset($read, $pdo);
}
?>
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/modes_*.db*'));
?>
--EXPECT--
bool(false)
bool(false)
{"ID":"1","NOTE":null}
bool(false)
bool(false)
{"ID":"1","NOTE":null}
