--TEST--
IO-1301: a library named in async.native_libraries waits beside others, also when it is loaded later
--EXTENSIONS--
ffi
--SKIPIF--
<?php
if (!trim((string) shell_exec('command -v gcc'))) die('skip no compiler');
if (PHP_OS_FAMILY !== 'Linux') die('skip import slots');
if (getenv('ASAN_OPTIONS') !== false) die('skip the library is built without the sanitizer');
?>
--INI--
ffi.enable=1
async.native_libraries=libc.so, libasyncwaits.so
--FILE--
<?php
use function Async\{spawn, await, await_all, suspend};

$library = __DIR__ . '/libasyncwaits.so';
file_put_contents(__DIR__ . '/libasyncwaits.c', '
#include <poll.h>
#include <errno.h>
int wait_for(int fd, int ms) { struct pollfd p = {fd, POLLIN, 0}; int n = poll(&p, 1, ms); return n < 0 ? -errno : n; }
');
shell_exec('gcc -shared -fPIC -O1 -o ' . escapeshellarg($library) . ' ' . escapeshellarg(__DIR__ . '/libasyncwaits.c'));
$ffi = FFI::cdef('int wait_for(int fd, int ms);', $library);  // after start-up

[$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$fd = null;
foreach (scandir('/proc/self/fd') as $name) {
    $target = @readlink("/proc/self/fd/$name");
    if (str_starts_with((string) $target, 'socket:') && fstat($near)['ino'] === (int) substr($target, 8, -1)) $fd = (int) $name;
}
$waiter = spawn(fn () => $ffi->wait_for($fd, 20000));
suspend();
echo "others run\n";
fwrite($far, 'x');
echo await($waiter), "\n";
fread($near, 1);

$cancelled = spawn(function () use ($ffi, $fd) {
    try {
        $ffi->wait_for($fd, 20000);
    } catch (Throwable $e) {
        return get_class($e);
    }
    return 'returned';
});
suspend();
$cancelled->cancel();
echo await($cancelled), "\n";
echo $ffi->wait_for($fd, 5), "\n";
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/libasyncwaits.*')); ?>
--EXPECT--
others run
1
Async\AsyncCancellation
0
