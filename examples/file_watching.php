<?php
// What changes in a directory: docs/file-watching.md.
use Async\FileSystemWatcher;
use function Async\{await, spawn, suspend};

$root = sys_get_temp_dir() . '/async_example_' . getmypid();
mkdir("$root/src", 0700, true);

// A tree, by the names that matter. Nobody has to iterate yet.
$watcher = new FileSystemWatcher($root, recursive: true, extensions: ['php']);
$builder = spawn(function () use ($watcher) {
    foreach ($watcher as $event) {
        echo $event->filename, $event->renamed ? ': made, moved or removed' : ': changed', "\n";
    }
    echo "no more\n";
});

mkdir("$root/src/new/deep", 0700, true);
touch("$root/src/new/deep/a.php");
touch("$root/src/notes.txt");
mkdir("$root/src/b.php");

// One event for a whole burst.
$burst = new FileSystemWatcher($root, debounceMs: 20);
foreach (['x', 'y', 'z'] as $name) {
    touch("$root/$name");
}
foreach ($burst as $event) {
    echo $event->filename ?? 'something', $event->renamed ? " was made\n" : " has changed\n";
    break;
}
$burst->close();

suspend();
$watcher->close();
await($builder);

try {
    new FileSystemWatcher("$root/nowhere");
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
exec('rm -r ' . escapeshellarg($root));
