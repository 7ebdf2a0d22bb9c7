--TEST--
IO-1241: the methods a driver adds to PDO take names for their arguments, and count them, in a pool as without one (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite'); ?>
--FILE--
<?php
$file = __DIR__ . '/driver_arguments_' . getmypid() . '.db';
$twice = fn ($x = 0) => 2 * $x;
$calls = [
    fn (PDO $pdo) => $pdo->sqliteCreateFunction('twice', callback: $twice),
    fn (PDO $pdo) => $pdo->sqliteCreateFunction('flagged', callback: $twice, flags: PDO::SQLITE_DETERMINISTIC),
    fn (PDO $pdo) => $pdo->sqliteCreateFunction('alone'),
    fn (PDO $pdo) => $pdo->sqliteCreateFunction('many', $twice, 1, 0, 5),
    fn (PDO $pdo) => $pdo->sqliteCreateFunction('named', $twice, nobody: 1),
    fn (PDO $pdo) => $pdo->sqliteCreateFunction([], $twice),
    fn (PDO $pdo) => $pdo->sqliteCreateAggregate('half', $twice),
    fn (PDO $pdo) => $pdo->sqliteCreateCollation('third', strcmp(...), 3),
    fn (PDO $pdo) => $pdo->query('SELECT twice(2), flagged(3)')->fetch(PDO::FETCH_NUM),
];
$answers = fn (PDO $pdo) => array_map(function ($call) use ($pdo) {
    try {
        return json_encode($call($pdo));
    } catch (Error $e) {
        return get_class($e) . ': ' . $e->getMessage();
    }
}, $calls);
$plain = $answers(new PDO("sqlite:$file"));
$pooled = $answers(new PDO("sqlite:$file", null, null, [PDO::ATTR_POOL_ENABLED => true]));
foreach ($plain as $i => $answer) echo $answer === $pooled[$i] ? "as without\n" : "$answer\n$pooled[$i]\n";
echo implode(' ', preg_replace('/:.*/', '', $plain)), "\n";
?>
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/driver_arguments_*.db*'));
?>
--EXPECT--
as without
as without
as without
as without
as without
as without
as without
as without
as without
true true ArgumentCountError ArgumentCountError Error TypeError ArgumentCountError ArgumentCountError [4,6]
