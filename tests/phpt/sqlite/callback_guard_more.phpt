--TEST--
IO-1152: authorizers that suspend, blobs and backups: nobody gets into a connection that is in the middle of a call
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite3'); ?>
--FILE--
<?php
use function Async\{spawn, await, suspend};

$say = function (string $title, callable $call) {
    try {
        $answer = @$call();
        echo "$title: ", is_resource($answer) ? 'a stream' : json_encode($answer), "\n";
    } catch (Throwable $e) {
        echo "$title: ", get_class($e), ': ', preg_replace('~[^ ]*/~', '', $e->getMessage()), "\n";
    }
};
$open = function () {
    $db = new SQLite3(':memory:');
    $db->enableExceptions(true);
    $db->exec("CREATE TABLE t (b BLOB); INSERT INTO t VALUES (x'616263')");
    return $db;
};
$go = new Async\Channel(1);

echo "-- an authorizer\n";
$db = $open();
$asked = 0;
$db->setAuthorizer(function (int $action) use ($go, &$asked) {
    if ($asked++ === 0) $go->recv();
    return SQLite3::OK;
});
$user = spawn(fn () => $db->querySingle('SELECT b FROM t'));
suspend();
$say('query', fn () => $db->querySingle('SELECT 1'));
$say('prepare', fn () => $db->prepare('SELECT 1'));
$say('openBlob', fn () => $db->openBlob('t', 'b', 1));
$go->send(1);
$say('the first', fn () => await($user));
$say('afterwards', fn () => stream_get_contents($db->openBlob('t', 'b', 1)));
$cancelled = spawn(function () use ($db, &$asked) {
    $asked = 0;
    return $db->querySingle('SELECT 1');
});
suspend();
$cancelled->cancel();
$say('cancelled', fn () => await($cancelled));
$say('afterwards', fn () => $db->querySingle('SELECT 5'));

echo "-- a blob that is open, a backup\n";
$db = $open();
$copy = new SQLite3(':memory:');
$copy->enableExceptions(true);
$db->createFunction('slow', function ($x) use ($go) {
    $go->recv();
    return $x;
});
$blob = $db->openBlob('t', 'b', 1);
$user = spawn(fn () => $db->querySingle('SELECT slow(7)'));
suspend();
$say('read', fn () => fread($blob, 10));
$say('openBlob', fn () => $db->openBlob('t', 'b', 1));
$say('backup from it', fn () => $db->backup($copy));
$say('backup into it', fn () => $copy->backup($db));
$go->send(1);
$say('the first', fn () => await($user));
fclose($blob);
$say('backup', fn () => $db->backup($copy));
$say('the copy', fn () => $copy->querySingle('SELECT b FROM t'));
?>
--EXPECTF--
-- an authorizer
query: %s: Unable to prepare statement: %Sdatabase connection is in use by another coroutine, at callback_guard_more.php:24; this call is at callback_guard_more.php:29
prepare: %s: Unable to prepare statement: %Sdatabase connection is in use by another coroutine, at callback_guard_more.php:24; this call is at callback_guard_more.php:30
openBlob: %s: Unable to open blob: database connection is in use by another coroutine, at callback_guard_more.php:24; this call is at callback_guard_more.php:31
the first: "abc"
afterwards: "abc"
cancelled: Async\AsyncCancellation: Coroutine cancelled
afterwards: 5
-- a blob that is open, a backup
read: "abc"
openBlob: %s: Unable to open blob: database connection is in use by another coroutine, at callback_guard_more.php:49; this call is at callback_guard_more.php:56
backup from it: %s: Backup failed: source database is busy
backup into it: %s: Backup failed: source database is busy
the first: 7
backup: true
the copy: "abc"
