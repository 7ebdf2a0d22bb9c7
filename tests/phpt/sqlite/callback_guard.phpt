--TEST--
IO-1152, IO-44: while a function in PHP code is suspended in the middle of a statement of SQLite, nobody else gets into the connection, and closing it waits
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite', 'sqlite3'); ?>
--FILE--
<?php
use function Async\{spawn, await, suspend};

$say = function (callable $call) {
    try {
        echo json_encode($call()), "\n";
        return true;
    } catch (Throwable $e) {
        echo get_class($e), ': ', preg_replace('~[^ ]*/~', '', $e->getMessage()), "\n";
    }
};
$go = new Async\Channel(1);
$slow = function ($x) use ($go) {
    $go->recv();
    return str_repeat($x, 3);
};
$open = function () use ($slow) {
    $db = new SQLite3(':memory:');
    $db->enableExceptions(true);
    $db->createFunction('slow', $slow);
    return $db;
};
$rows = function (SQLite3Stmt $statement) {
    $result = $statement->execute();
    $rows = [];
    while ($row = $result->fetchArray(SQLITE3_NUM)) $rows[] = $row[0];
    return $rows;
};

echo "-- SQLite3\n";
$db = $open();
$statement = $db->prepare('SELECT slow(?) UNION ALL SELECT 1');
$statement->bindValue(1, 'ab');
$user = spawn($rows, $statement);
suspend();
$say(fn () => $db->querySingle('SELECT 1'));
$say(fn () => $db->exec('SELECT 1'));
foreach (['reset', 'execute', 'clear'] as $method) $say(fn () => $statement->$method());
$go->send(1);
$go->send(1);
$say(fn () => await($user));
$say(fn () => $db->querySingle('SELECT 2'));

foreach (['close', 'statement closed'] as $how) {
    echo "-- $how\n";
    $db = $open();
    $statement = $db->prepare("SELECT slow('x') UNION ALL SELECT 1");
    $user = spawn($rows, $statement);
    suspend();
    $closed = $say(fn () => $how === 'close' ? $db->close() : $statement->close());
    $go->send(1);
    if (!$closed) $go->send(1);  // refused: fetchArray() runs the statement again
    $say(fn () => await($user));
}

echo "-- PDO\n";
$pdo = new PDO('sqlite::memory:');
$pdo->sqliteCreateFunction('slow', $slow);
$pdo->sqliteCreateFunction('nested', fn ($x) => $pdo->query('SELECT 10')->fetchColumn() + $x);
$pdo->sqliteCreateCollation('waiting', function ($a, $b) use ($go) {
    $go->recv();
    return strcmp($a, $b);
});
foreach (["SELECT slow('a')", "SELECT x FROM (SELECT 'a' x UNION ALL SELECT 'b') ORDER BY x COLLATE waiting LIMIT 1"] as $sql) {
    $user = spawn(fn () => $pdo->query($sql)->fetchColumn());
    suspend();
    $say(fn () => $pdo->query('SELECT 1')->fetchColumn());
    $go->send(1);
    $say(fn () => await($user));
    $say(fn () => $pdo->query('SELECT nested(5)')->fetchColumn());  // the same coroutine may
}
$cancelled = spawn(fn () => $pdo->query("SELECT slow('a')")->fetchColumn());
suspend();
$cancelled->cancel();
$say(fn () => await($cancelled));
$say(fn () => $pdo->query('SELECT 3')->fetchColumn());
?>
--EXPECTF--
-- SQLite3
%SException: Unable to prepare statement: %Sdatabase connection is in use by another coroutine, at callback_guard.php:14; this call is at callback_guard.php:36
%SException: database connection is in use by another coroutine, at callback_guard.php:14; this call is at callback_guard.php:37
%SException: Unable to reset statement: database connection is in use by another coroutine, at callback_guard.php:14; this call is at callback_guard.php:38
%SException: Unable to bind parameter number 1%S
%SException: Unable to clear statement: database connection is in use by another coroutine, at callback_guard.php:14; this call is at callback_guard.php:38
["ababab",1]
2
-- close
%r(true\nError: The SQLite3Result object has not been correctly initialised or is already closed|Error: Cannot close SQLite3 database while inside a callback\n\["xxx",1\])%r
-- statement closed
true
Error: The SQLite3Result object has not been correctly initialised or is already closed
-- PDO
PDOException: SQLSTATE[HY000]: General error: 5 database connection is in use by another coroutine, at callback_guard.php:14; this call is at callback_guard.php:67
"aaa"
15
PDOException: SQLSTATE[HY000]: General error: 5 database connection is in use by another coroutine, at callback_guard.php:61; this call is at callback_guard.php:67
"a"
15
Async\AsyncCancellation: Coroutine cancelled
3
