--TEST--
FS-5: an open watcher keeps the process alive until it is closed or destroyed (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;
use function Async\{delay, spawn};

$root = make_tree();
$watcher = new FileSystemWatcher($root);
spawn(function () use ($watcher) {
    foreach ($watcher as $event) echo told($event), "\n";
    echo "closed\n";
});
spawn(function () use ($watcher, $root) {
    mkdir("$root/a");
    delay(10);
    $watcher->close();
});
(function () use ($root) {
    $unseen = new FileSystemWatcher($root);
    spawn(fn() => (new Async\Channel)->recv());
})();
?>
--EXPECTF--
a renamed
closed

=== DEADLOCK REPORT START ===
Coroutines waiting: 1, active_events: 0
%A
