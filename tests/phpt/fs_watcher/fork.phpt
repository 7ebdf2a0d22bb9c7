--TEST--
FS-5, C-159: parent and child of a fork are each told everything (any order)
--EXTENSIONS--
async
pcntl
--SKIPIF--
<?php if (PHP_OS_FAMILY !== 'Linux') die('skip inotify'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;

$root = make_tree();
mkdir("$root/sub");
$watcher = new FileSystemWatcher($root, recursive: true);
$pid = pcntl_fork();
if ($pid === 0) {
    mkdir("$root/sub/child");
    foreach ($watcher as $event) {
        if ($event->filename === 'sub/child') break;
    }
    $watcher->close();
    exit(3);
}
pcntl_waitpid($pid, $status);
var_dump(pcntl_wexitstatus($status));
mkdir("$root/parent");
read_until($watcher, 'parent');
$watcher->close();
?>
--EXPECT--
int(3)
parent renamed
sub/child renamed
