--TEST--
FS-2, FS-3, FS-4: events are kept from construction on, carry the path as given and a relative name, and come in the order of their first occurrence (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (PHP_OS_FAMILY !== 'Linux') die('skip inotify'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;

$root = make_tree();
chdir(dirname($root));
$given = './' . basename($root) . '/../' . basename($root);
$merged = new FileSystemWatcher($given);
$each = new FileSystemWatcher($root, coalesce: false);
chdir('/');

touch("$root/a");
touch("$root/b");
file_put_contents("$root/a", 'x');
rename("$root/b", "$root/c");
unlink("$root/a");
mkdir("$root/sub");
file_put_contents("$root/sub/unseen", 'x');
chmod($root, 0700);

foreach ($merged as $key => $event) {
    echo $key, ' ', var_export($event->path === $given, true), ' ', told($event), "\n";
    if ($event->filename === null) $merged->close();
}
echo "\n";
foreach ($each as $key => $event) {
    echo $key, ' ', told($event), "\n";
    if ($event->filename === null) break;
}

try {
    $event->path = 'x';
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    foreach ($each as &$event) {}
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
// Each loop counts anew.
touch("$root/last");
foreach ($each as $key => $event) {
    echo $key, ' ', told($event), "\n";
    break;
}
$direct = $each->getIterator();
$direct->rewind();
echo $direct->key(), ' ', told($direct->current()), "\n";
$each->close();
?>
--EXPECT--
0 true a renamed changed
1 true b renamed changed
2 true c renamed
3 true sub renamed
4 true null changed

0 a renamed
1 a changed
2 b renamed
3 b changed
4 a changed
5 b renamed
6 c renamed
7 a renamed
8 sub renamed
9 null changed
Cannot modify readonly property Async\FileSystemEvent::$path
Cannot iterate FileSystemWatcher by reference
0 last renamed
0 last changed
