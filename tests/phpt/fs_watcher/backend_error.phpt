--TEST--
FS-9: when the kernel has lost events the watcher is closed and foreach says so, after what came before (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php
if (!is_readable('/proc/sys/fs/inotify/max_queued_events')) die('skip inotify');
if (file_get_contents('/proc/sys/fs/inotify/max_queued_events') > 100000) die('skip too long a queue');
?>
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;
use function Async\{await, spawn, suspend};

$root = make_tree();
$watcher = new FileSystemWatcher($root);
$waiting = new FileSystemWatcher($root, extensions: ['never']);
$parked = spawn(function () use ($waiting) {
    try {
        foreach ($waiting as $event) echo "never\n";
    } catch (Async\AsyncException $e) {
        return 'parked: ' . $e->getMessage();
    }
});
suspend();
touch("$root/a");
touch("$root/b");
// The kernel merges equal neighbours only.
$queue = (int) file_get_contents('/proc/sys/fs/inotify/max_queued_events');
for ($i = 0; $i < $queue; $i += 2) {
    touch("$root/a");
    touch("$root/b");
}
try {
    foreach ($watcher as $event) echo told($event), "\n";
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($watcher->isClosed());
echo await($parked), "\n";
try {
    foreach ($watcher as $event) echo "never\n";
} catch (Async\AsyncException $e) {
    echo get_class($e), "\n";
}
?>
--EXPECT--
a renamed changed
b renamed changed
Filesystem watch failed: events were lost, the queue of the kernel is full
bool(true)
parked: Filesystem watch failed: events were lost, the queue of the kernel is full
Async\AsyncException
