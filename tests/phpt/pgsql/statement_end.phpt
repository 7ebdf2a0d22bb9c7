--TEST--
IO-1100, IO-13: a prepared statement is given up at the server also where a cancellation unwinds or the collector finds it (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

$pdo = plain_pdo('pgsql');
$left = function () use ($pdo) {
    $statement = $pdo->prepare("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE '%/* kept */%' AND statement NOT LIKE '%pg_prepared%'", [PDO::ATTR_EMULATE_PREPARES => true]);
    $statement->execute();
    return $statement->fetchColumn();
};
$ready = new Async\Channel(1);
$never = new Async\Channel();
$one = spawn(function () use ($pdo, $ready, $never) {
    $statement = $pdo->prepare('SELECT 1 /* kept */');
    $statement->execute();
    $ready->send(1);
    $never->recv();
});
$ready->recv();
echo $left(), "\n";
$one->cancel();
try {
    await($one);
} catch (Async\AsyncCancellation) {
}
echo $left(), ' ', $pdo->query('SELECT 2')->fetchColumn(), "\n";

function circle(PDO $pdo): WeakReference
{
    $statement = $pdo->prepare('SELECT 1 /* kept */');
    $statement->execute();
    $circle = new stdClass();
    $circle->statement = $statement;
    $circle->itself = $circle;
    return WeakReference::create($statement);
}
$statement = await(spawn(fn () => circle($pdo)));
$before = $left();
gc_collect_cycles();
while ($statement->get()) Async\delay(1);      // a collection is a coroutine of its own
echo $before, ' ', $left(), "\n";
?>
--EXPECT--
1
0 2
1 0
