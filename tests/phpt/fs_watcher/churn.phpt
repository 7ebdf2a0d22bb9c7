--TEST--
FS-6: no file of a tree that grows while it is watched is missed (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (PHP_OS_FAMILY !== 'Linux') die('skip inotify'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;
use function Async\spawn;

// Another process makes them while our loop looks through what it made before.
$root = make_tree();
$watcher = new FileSystemWatcher($root, recursive: true);
$maker = proc_open([PHP_BINARY, '-n', '-r', '
    for ($i = 0; $i < 60; ++$i) {
        $directory = $argv[1] . "/d" . ($i % 7) . "/e$i/f";
        mkdir($directory, 0777, true);
        touch("$directory/file$i");
    }
    touch("$argv[1]/end");
', $root], [], $pipes);
$missing = [];
for ($i = 0; $i < 60; ++$i) $missing["d" . ($i % 7) . "/e$i/f/file$i"] = true;
$missing['end'] = true;
foreach ($watcher as $event) {
    unset($missing[$event->filename]);
    if (!$missing) break;
}
$watcher->close();
var_dump($missing);
?>
--EXPECT--
array(0) {
}
