--TEST--
IO-1240, IO-1241, IO-1243, IO-1244: SQLite databases in a pool
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, suspend};

$file = __DIR__ . '/sqlite_' . getmypid() . '.db';
$make = fn (array $options = []) => new PDO("sqlite:$file", null, null, $options + [PDO::ATTR_POOL_ENABLED => true]);
foreach (['', ':memory:', 'file::memory:', 'file:one?mode=memory'] as $name) {
    try {
        new PDO("sqlite:$name", null, null, [PDO::ATTR_POOL_ENABLED => true]);
    } catch (PDOException $e) {
        echo str_contains($e->getMessage(), 'memory') ? 'memory' : 'other', ' ';
    }
}
$shared = new PDO('sqlite:file:one?mode=memory&cache=shared', null, null, [PDO::ATTR_POOL_ENABLED => true]);
echo $shared->query('SELECT 1')->fetchColumn(), "\n";

$pdo = $make([PDO::ATTR_POOL_MAX => 3]);
class Twice { public static function __callStatic($name, $arguments) { return 2 * $arguments[0]; } }
var_dump($pdo->sqliteCreateFunction('twice', 'Twice::magic', 1));
var_dump($pdo->sqliteCreateFunction('twice', fn ($x, $y) => 2 * $x + $y, 2));
var_dump($pdo->sqliteCreateCollation('backwards', strcmp(...) instanceof Closure ? fn ($a, $b) => strcmp($b, $a) : null));
var_dump($pdo->sqliteCreateAggregate('joined', fn ($all, $row, $v) => $all . $v, fn ($all) => $all, 1));
foreach ([['TWICE', 1], ['late', 1]] as $i => [$name, $count]) {
    if ($i === 1) $pdo->exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)');
    try {
        $pdo->sqliteCreateFunction($name, fn () => 0, $count);
    } catch (PDOException $e) {
        echo get_class($e), "\n";
    }
}
echo json_encode(await_all(array_map(fn ($i) => spawn(function () use ($pdo, $i) {
    $statement = $pdo->query("SELECT twice($i), twice($i, 1)");
    suspend();
    return $statement->fetch(PDO::FETCH_NUM);
}), [1, 2, 3]))[0]), ' ', counts($pdo), "\n";
$pdo->exec("INSERT INTO t (v) VALUES ('a'), ('b'), ('c')");
echo implode($pdo->query('SELECT v FROM t ORDER BY v COLLATE backwards')->fetchAll(PDO::FETCH_COLUMN)), ' ', $pdo->query('SELECT joined(v) FROM t')->fetchColumn(), "\n";

// Transactions of two coroutines are on two handles; with one handle they follow each other.
$one = $pdo->query('SELECT 1');
$pdo->beginTransaction();
echo await(spawn(function () use ($pdo) {
    $before = $pdo->inTransaction();
    $pdo->beginTransaction();
    $pdo->rollBack();
    return var_export($before, true);
})), ' ', var_export($pdo->inTransaction(), true), "\n";
$pdo->rollBack();
unset($one);
$single = $make([PDO::ATTR_POOL_MAX => 1]);
await_all(array_map(fn () => spawn(function () use ($single) {
    $single->beginTransaction();
    $n = $single->query('SELECT COUNT(*) FROM t')->fetchColumn();
    suspend();
    $single->exec("INSERT INTO t (v) VALUES ('row $n')");
    $single->commit();
}), range(1, 4)));
echo implode(', ', $single->query('SELECT v FROM t WHERE id > 3')->fetchAll(PDO::FETCH_COLUMN)), "\n";
?>
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/sqlite_*.db*'));
array_map(unlink(...), glob(__DIR__ . '/one'));
?>
--EXPECT--
memory memory memory memory 1
bool(true)
bool(true)
bool(true)
bool(true)
PDOException
PDOException
[[2,3],[4,5],[6,7]] count 3, idle 3, active 0
cba abc
false true
row 3, row 4, row 5, row 6
