--TEST--
FS-1, FS-5, C-140: what cannot be watched throws from the constructor, with the loop's words; an uncaught exception ends the process however many are open (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;

$root = make_tree();
foreach ([
    fn() => new FileSystemWatcher("$root/nowhere"),
    fn() => new FileSystemWatcher('/nowhere', recursive: true),
    fn() => new FileSystemWatcher("a\0b"),
    fn() => new FileSystemWatcher($root, extensions: ['php', '.abcdefghijklmnop']),
    fn() => new FileSystemWatcher($root, extensions: [5]),
    fn() => new FileSystemWatcher($root, extensions: ['']),
    fn() => (new FileSystemWatcher($root))->__construct($root),
    fn() => clone new FileSystemWatcher($root),
    fn() => serialize(new FileSystemWatcher($root)),
] as $make) {
    try {
        $make();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$open = new FileSystemWatcher($root);
throw new Exception('the end');
?>
--EXPECTF--
Async\AsyncException: Failed to start filesystem handle: no such file or directory
Async\AsyncException: Failed to start recursive filesystem watch on /nowhere
ValueError: Async\FileSystemWatcher::__construct(): Argument #1 ($path) must not contain any null bytes
ValueError: Async\FileSystemWatcher::__construct(): Argument #6 ($extensions) must contain only strings of 1 to 15 characters
ValueError: Async\FileSystemWatcher::__construct(): Argument #6 ($extensions) must contain only strings of 1 to 15 characters
ValueError: Async\FileSystemWatcher::__construct(): Argument #6 ($extensions) must contain only strings of 1 to 15 characters
Error: Cannot call constructor twice
Error: Trying to clone an uncloneable object of class Async\FileSystemWatcher
Exception: Serialization of 'Async\FileSystemWatcher' is not allowed

Fatal error: Uncaught Exception: the end in %s:%d
Stack trace:
#0 {main}
  thrown in %s on line %d
