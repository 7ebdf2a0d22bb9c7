--TEST--
IO-1301, IO-72: a library that is loaded and closed again and again, as by every request of a worker, is hooked each time and uses nothing up
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
async.native_libraries=libasyncloaded.so
--FILE--
<?php
use function Async\{await, spawn, suspend};

$library = __DIR__ . '/libasyncloaded.so';
file_put_contents(__DIR__ . '/libasyncloaded.c', '
#include <netdb.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
int wait_for(int fd) { struct pollfd p = {fd, POLLIN, 0}; return poll(&p, 1, 20000); }
void *const keep[] = {select, connect, getaddrinfo};
int also(int fd, fd_set *set, struct addrinfo **found) {
    return select(fd, set, 0, 0, 0) + connect(fd, 0, 0) + getaddrinfo(0, 0, 0, found);
}
');
shell_exec('gcc -shared -fPIC -O1 -w -o ' . escapeshellarg($library) . ' ' . escapeshellarg(__DIR__ . '/libasyncloaded.c'));
for ($i = 0; $i < 1500; $i++) {
    $ffi = FFI::cdef('int wait_for(int fd);', $library);
    unset($ffi);
}
$ffi = FFI::cdef('int wait_for(int fd);', $library);

// Kinds of streams that are met only now.
$server = stream_socket_server('tcp://127.0.0.1:0');
$near = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
$far = stream_socket_accept($server);
foreach (scandir('/proc/self/fd') as $name) {
    $target = @readlink("/proc/self/fd/$name");
    if (str_starts_with((string) $target, 'socket:') && fstat($near)['ino'] === (int) substr($target, 8, -1)) $fd = (int) $name;
}
$waiter = spawn(fn () => $ffi->wait_for($fd));
suspend();
echo "others run\n";
fwrite($far, 'x');
echo await($waiter), ' ', await(spawn(fn () => fread($near, 1))), "\n";
?>
--CLEAN--
<?php
array_map('unlink', glob(__DIR__ . '/libasyncloaded.*'));
?>
--EXPECT--
others run
1 x
