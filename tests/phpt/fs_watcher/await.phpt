--TEST--
FS-10, C-1: waiting for the watcher itself ends with the next raw event, or when it is closed, with null
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;
use function Async\{await, await_all, await_any_or_fail, spawn, suspend};

$root = make_tree();
$watcher = new FileSystemWatcher($root, debounceMs: 1000000);
$hint = spawn(fn() => await_any_or_fail([$watcher]));
while (!$hint->isStarted()) suspend();
var_dump($hint->isCompleted());
mkdir("$root/a");
var_dump(await($hint));

$hint = spawn(fn() => await_all([$watcher]));
while (!$hint->isStarted()) suspend();
$watcher->close();
echo json_encode(await($hint)), "\n";
echo json_encode(await_all([$watcher])), "\n";
try {
    await($watcher);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(false)
NULL
[[null],[]]
[[null],[]]
Async\await(): Argument #1 ($awaitable) must be of type Async\Completable, Async\FileSystemWatcher given
