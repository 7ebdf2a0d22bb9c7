--TEST--
FS-6: a tree is watched from the first moment; new directories are, with what was made in them before; removed ones are dropped, recreated ones watched again; links are not followed (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (PHP_OS_FAMILY !== 'Linux') die('skip inotify'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;

$root = make_tree();
$outside = make_tree();
mkdir("$root/sub/deep", 0777, true);
symlink($outside, "$root/link");
$watcher = new FileSystemWatcher($root, recursive: true);

echo "-- what is there\n";
touch("$root/sub/deep/file");
touch("$outside/unseen");
touch("$root/mark1");
read_until($watcher, 'mark1');

echo "-- new ones, all at once\n";
mkdir("$root/new/er", 0777, true);
touch("$root/new/er/early");
touch("$root/mark2");
read_until($watcher, 'mark2');
touch("$root/new/er/later");
read_until($watcher, 'new/er/later');

echo "-- recreated\n";
unlink("$root/sub/deep/file");
rmdir("$root/sub/deep");
touch("$root/mark3");
read_until($watcher, 'mark3');
mkdir("$root/sub/deep");
touch("$root/sub/deep/again");
read_until($watcher, 'sub/deep/again');
touch("$root/sub/deep/live");
read_until($watcher, 'sub/deep/live');

echo "-- moved within, with what is below\n";
rename("$root/new", "$root/moved");
touch("$root/mark4");
read_until($watcher, 'mark4');
touch("$root/moved/er/there");
read_until($watcher, 'moved/er/there');

echo "-- moved out\n";
rename("$root/moved", "$outside/moved");
touch("$outside/moved/er/unseen");
touch("$root/mark5");
read_until($watcher, 'mark5');
echo "-- and in\n";
rename("$outside/moved", "$root/back");
touch("$root/mark6");
read_until($watcher, 'mark6');
$watcher->close();
?>
--EXPECT--
-- what is there
mark1 renamed changed
sub/deep/file renamed changed
-- new ones, all at once
mark2 renamed changed
new renamed
new/er renamed
new/er/early renamed
new/er/later renamed changed
-- recreated
mark3 renamed changed
sub/deep renamed
sub/deep/file renamed
sub/deep renamed
sub/deep/again renamed
sub/deep/live renamed changed
-- moved within, with what is below
mark4 renamed changed
moved renamed
moved/er renamed
moved/er/early renamed
moved/er/later renamed
new renamed
moved/er/there renamed changed
-- moved out
mark5 renamed changed
moved renamed
-- and in
back renamed
back/er renamed
back/er/early renamed
back/er/later renamed
back/er/there renamed
back/er/unseen renamed
mark6 renamed changed
