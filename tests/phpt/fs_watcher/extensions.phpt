--TEST--
FS-8: only names with one of the extensions, in every mode (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;

$root = make_tree();
mkdir("$root/dir.php");
$modes = [
    'coalesced' => new FileSystemWatcher($root, extensions: ['PHP', '.inc']),
    'each' => new FileSystemWatcher($root, coalesce: false, extensions: ['.Php', 'INC']),
    'recursive' => new FileSystemWatcher($root, recursive: true, extensions: ['php', 'inc']),
    'burst' => new FileSystemWatcher($root, debounceMs: 10, extensions: ['php', 'inc']),
];
$none = [
    new FileSystemWatcher($root, extensions: ['nothing']),
    new FileSystemWatcher($root, debounceMs: 1, extensions: ['nothing']),
];
foreach (['a.PHP', 'b.txt', 'php', 'c.php.bak', 'dir.php/plain', '.inc', 'd.', 'e.x.inc', 'dir.php/f.php'] as $name) mkdir("$root/$name");
chmod($root, 0700);
foreach ($modes as $mode => $watcher) {
    echo "-- $mode\n";
    foreach ($watcher as $event) {
        echo told($event), "\n";
        if ($mode === 'burst' || $event->filename === ($mode === 'recursive' ? 'dir.php/f.php' : 'e.x.inc')) break;
    }
}
foreach ($none as $watcher) {
    $watcher->close();
    foreach ($watcher as $event) echo "never\n";
}
array_map(fn($watcher) => $watcher->close(), $modes);
?>
--EXPECT--
-- coalesced
a.PHP renamed
.inc renamed
e.x.inc renamed
-- each
a.PHP renamed
.inc renamed
e.x.inc renamed
-- recursive
a.PHP renamed
.inc renamed
e.x.inc renamed
dir.php/f.php renamed
-- burst
null renamed
