--TEST--
FS-6: of more than 8192 directories the rest is not watched, and a warning says so once (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php
if (!is_readable('/proc/sys/fs/inotify/max_user_watches')) die('skip inotify');
if (file_get_contents('/proc/sys/fs/inotify/max_user_watches') < 20000) die('skip too few watches allowed');
?>
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;

$root = make_tree();
for ($i = 0; $i < 8190; ++$i) mkdir("$root/$i");
$full = new FileSystemWatcher($root, recursive: true);
$i = 8190;
mkdir("$root/8190");
read_until($full, '8190');
mkdir("$root/8191");
mkdir("$root/8192");
read_until($full, '8192');
mkdir("$root/last");
read_until($full, 'last');
mkdir("$root/end");
read_until($full, 'end');
$full->close();
$again = new FileSystemWatcher($root, recursive: true);
$again->close();
?>
--EXPECTF--
8190 renamed

Warning: FileSystemWatcher: %sasync_tree_%s has more than 8192 directories, the rest is not watched in %s on line %d
8191 renamed
8192 renamed
last renamed
end renamed

Warning: FileSystemWatcher: %sasync_tree_%s has more than 8192 directories, the rest is not watched in %s on line %d
