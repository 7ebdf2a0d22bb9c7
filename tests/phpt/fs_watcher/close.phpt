--TEST--
FS-4, FS-5: close() ends a parked iterator and what is buffered is still delivered; cancelling an iterator leaves the watcher open; several iterators take turns
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\{AsyncCancellation, FileSystemWatcher};
use function Async\{await, await_all, delay, spawn, suspend};

$root = make_tree();
$watcher = new FileSystemWatcher($root);
$loop = fn(string $who) => function () use ($watcher, $who) {
    try {
        foreach ($watcher as $event) echo "$who: ", told($event), "\n";
        echo "$who: end\n";
    } catch (AsyncCancellation $e) {
        echo "$who: ", $e->getMessage(), "\n";
    }
};

[$a, $b] = [spawn($loop('a')), spawn($loop('b'))];
while (!$a->isStarted() || !$b->isStarted()) suspend();
$a->cancel(new AsyncCancellation('enough'));
await($a);
var_dump($watcher->isClosed());
$c = spawn($loop('c'));
while (!$c->isStarted()) suspend();
mkdir("$root/one");
mkdir("$root/two");
delay(1);  // both are told of in the first poll, whatever else is due by then
mkdir("$root/three");
while (count(glob("$root/*")) < 3) delay(1);
$seen = new FileSystemWatcher($root);
mkdir("$root/four");
foreach ($seen as $event) break;  // so the loop has told everybody
suspend();

$watcher->close();
$watcher->close();
var_dump($watcher->isClosed());
await_all([$b, $c]);
foreach ($watcher as $event) echo "never\n";

// Buffered before the end: delivered after it.
mkdir("$root/five");
$probe = new FileSystemWatcher($root);
mkdir("$root/six");
foreach ($probe as $event) break;
$seen->close();
foreach ($seen as $event) echo told($event), "\n";

// A destroyed watcher keeps nobody alive.
$probe = null;
echo "done\n";
?>
--EXPECT--
a: enough
bool(false)
b: one renamed
c: two renamed
b: three renamed
c: four renamed
bool(true)
b: end
c: end
five renamed
six renamed
done
