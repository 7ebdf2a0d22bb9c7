--TEST--
IO-1215, IO-1216, IO-1217: statements outlive their PDO and their coroutine, and an exception the end of the pool (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, suspend};

foreach (['pgsql', 'mysql'] as $driver) {
    echo "== $driver\n";
    $statement = await(spawn(function () use ($driver) {
        $pdo = pooled_pdo($driver);
        $statement = $pdo->query('SELECT 5 UNION ALL SELECT 6');
        echo $statement->fetchColumn(), "\n";
        return $statement;
    }));
    echo $statement->fetchColumn(), "\n";
    $statement->execute();
    echo $statement->fetchColumn(), "\n";
    unset($statement);

    // In another coroutine it still talks to the connection it was made on.
    $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 2]);
    $statement = $pdo->prepare(sql($driver, 'id'));
    $statement->execute();
    $mine = $statement->fetchColumn();
    echo await(spawn(function () use ($pdo, $driver, $statement, $mine) {
        $own = $pdo->query(sql($driver, 'id'))->fetchColumn();
        $statement->execute();
        return var_export([$own === $mine, $statement->fetchColumn() === $mine], true);
    })), "\n";

    // The PDO goes while somebody is in the middle of a query of its.
    $busy = spawn(fn (PDO $pdo) => $pdo->query(sql($driver, 'sleep', 0.05))->rowCount(), $pdo);
    suspend();
    unset($statement, $pdo);
    echo 'rows: ', await($busy), "\n";

    function_exists('unwound') || eval('function unwound(string $driver) {
        $pdo = pooled_pdo($driver);
        $statement = $pdo->query("SELECT 1");
        $pdo->beginTransaction();
        throw new LogicException("in flight");
    }');
    try {
        unwound($driver);
    } catch (LogicException $e) {
        echo $e->getMessage(), ' ', $e->getPrevious() ? 'changed' : 'untouched', "\n";
    }
}
?>
--EXPECT--
== pgsql
5
6
5
array (
  0 => false,
  1 => true,
)
rows: 1
in flight untouched
== mysql
5
6
5
array (
  0 => false,
  1 => true,
)
rows: 1
in flight untouched
