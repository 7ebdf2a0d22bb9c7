--TEST--
IO-1230, IO-1231: statements stay at the server for the next one with their text, as many as allowed (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

// Not prepared itself.
function ask(PDO $pdo, string $sql): mixed
{
    $statement = $pdo->prepare($sql, [PDO::ATTR_EMULATE_PREPARES => true]);
    $statement->execute();
    return $statement->fetchColumn();
}

function prepares(PDO $pdo, string $driver): int
{
    if ($driver === 'mysql') return $pdo->query("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'")->fetch(PDO::FETCH_NUM)[1];
    return ask($pdo, sql($driver, 'prepared'));
}

foreach (['pgsql', 'mysql'] as $driver) {
    echo "== $driver\n";
    foreach ([0, 2] as $size) {
        $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 1, PDO::ATTR_POOL_STMT_CACHE_SIZE => $size]);
        $counting = fn () => prepares($pdo, $driver);
        if ($driver === 'mysql') $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, true);
        $run = function (string $sql, array $with, array $options = []) use ($pdo, $driver) {
            if ($driver === 'mysql') $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, false);
            $statement = $pdo->prepare("/* counted */ $sql", $options);
            $statement->execute($with);
            $row = $statement->fetch(PDO::FETCH_NUM);
            unset($statement);
            if ($driver === 'mysql') $pdo->setAttribute(PDO::ATTR_EMULATE_PREPARES, true);
            return implode(',', $row);
        };
        $before = $counting();
        for ($i = 0; $i < 5; $i++) echo $run('SELECT CAST(:a AS char(2)), CAST(:b AS char(2))', ['a' => "a$i", 'b' => null]), ' ';
        echo 'prepares: ', $counting() - $before, "\n";
        $names = fn () => $driver === 'pgsql' ? ask($pdo, str_replace('COUNT(*)', "string_agg(name, ',')", sql('pgsql', 'prepared'))) : null;
        $name = $names();
        // Handed over to another coroutine.
        $before = $counting();
        await(spawn(fn () => $run('SELECT CAST(:a AS char(2)), CAST(:b AS char(2))', ['a' => '1', 'b' => '2'])));
        echo 'another coroutine: ', $counting() - $before, ' ', $name === $names() ? 'the same' : 'another', "\n";
        // The least recently used one goes.
        $before = $counting();
        foreach ([1, 2, 3, 2, 3] as $i) echo $run("SELECT $i", []), ' ';
        echo 'prepares: ', $counting() - $before, "\n";
    }
}
$pdo = pooled_pdo('pgsql', [PDO::ATTR_POOL_MAX => 1, PDO::ATTR_POOL_STMT_CACHE_SIZE => 5]);
foreach ([[PDO::ATTR_EMULATE_PREPARES => true], [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL], [PDO::PGSQL_ATTR_DISABLE_PREPARES => true]] as $options) {
    $statement = $pdo->prepare('SELECT 1 /* counted */', $options);
    $statement->execute();
    unset($statement);
}
echo 'bypassed: ', prepares($pdo, 'pgsql'), "\n";
?>
--EXPECT--
== pgsql
a0, a1, a2, a3, a4, prepares: 0
another coroutine: 0 the same
1 2 3 2 3 prepares: 0
a0, a1, a2, a3, a4, prepares: 1
another coroutine: 0 the same
1 2 3 2 3 prepares: 1
== mysql
a0, a1, a2, a3, a4, prepares: 5
another coroutine: 1 the same
1 2 3 2 3 prepares: 5
a0, a1, a2, a3, a4, prepares: 1
another coroutine: 0 the same
1 2 3 2 3 prepares: 3
bypassed: 0
