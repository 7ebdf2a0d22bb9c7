--TEST--
FS-6, FS-9: a new directory that cannot be read for want of descriptors is an error, not a directory nobody watches
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (!is_dir('/proc/self/fd')) die('skip needs /proc'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;
use function Async\{delay, spawn};

$root = make_tree();
$watcher = new FileSystemWatcher($root, recursive: true);
mkdir("$root/new/below", recursive: true);
for ($free = 0; @lstat("/proc/self/fd/$free"); ) $free++;
['soft openfiles' => $soft, 'hard openfiles' => $hard] = posix_getrlimit();
posix_setrlimit(POSIX_RLIMIT_NOFILE, $free, $hard);
$late = spawn(function () use ($watcher) {
    delay(5000);
    $watcher->close();
});
try {
    foreach ($watcher as $event) echo told($event), "\n";
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
posix_setrlimit(POSIX_RLIMIT_NOFILE, $soft, $hard);
var_dump($watcher->isClosed());
$late->cancel();
?>
--EXPECT--
new renamed
Filesystem watch failed: too many open files
bool(true)
