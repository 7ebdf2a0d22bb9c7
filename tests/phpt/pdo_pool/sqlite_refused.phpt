--TEST--
IO-1242, IO-1244: what concerns a single connection of SQLite is refused; the class's own connect() makes a pooled one
--SKIPIF--
<?php if (!class_exists('Pdo\Sqlite')) die('skip no Pdo\Sqlite, which PHP 8.4 brings'); ?>
--FILE--
<?php
$file = __DIR__ . '/refused_' . getmypid() . '.db';
$pdo = Pdo\Sqlite::connect("sqlite:$file", null, null, [PDO::ATTR_POOL_ENABLED => true]);
echo get_class($pdo), ' ', get_class($pdo->getPool()), "\n";
foreach (['openBlob' => ['t', 'c', 1], 'loadExtension' => ['x.so'], 'setAuthorizer' => [null]] as $method => $arguments) {
    try {
        if (method_exists($pdo, $method)) $pdo->$method(...$arguments); else throw new PDOException();
    } catch (PDOException $e) {
        echo get_class($e), "\n";
    }
}
$pdo->createFunction('twice', fn ($x) => 2 * $x, 1);
echo $pdo->query('SELECT twice(21)')->fetchColumn(), "\n";
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/refused_*.db*')); ?>
--EXPECT--
Pdo\Sqlite Async\Pool
PDOException
PDOException
PDOException
42
