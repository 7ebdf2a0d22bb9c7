--TEST--
IO-73: beside another extension that replaces blocking calls the scheduler does not start, names it, and stock calls stay stock (any order)
--SKIPIF--
<?php
exec('command -v cc', $found, $code);
if ($code !== 0) die('skip wants a C compiler');
if (!is_executable(PHP_BINDIR . '/php-config')) die('skip wants php-config');
if (trim((string) shell_exec(PHP_BINDIR . '/php-config --version')) !== PHP_VERSION) die('skip php-config is of another PHP');
if (getenv('ASAN_OPTIONS') !== false) die('skip the helper is built without sanitizers');
?>
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
$dir = sys_get_temp_dir() . '/async-rival-' . getmypid();
mkdir($dir);
foreach (['swoole', 'swow'] as $name) {
    file_put_contents("$dir/$name.c", '#include "php.h"
zend_module_entry rival_module_entry = {STANDARD_MODULE_HEADER, "' . $name . '", NULL, NULL, NULL, NULL, NULL, NULL, "1", STANDARD_MODULE_PROPERTIES};
ZEND_GET_MODULE(rival)');
    passthru("cc -shared -fPIC $(" . PHP_BINDIR . "/php-config --includes) -o $dir/$name.so $dir/$name.c");
    $code = 'usleep(1); echo strlen(file_get_contents("/dev/null")), "\n";
        foreach ([fn() => Async\spawn(fn() => 1), fn() => Async\suspend(), fn() => new Async\Channel(1)] as $call) {
            try { echo get_debug_type($call()), "\n"; } catch (Async\AsyncException $e) { echo get_class($e), ": ", $e->getMessage(), "\n"; }
        }
        usleep(1); echo "end\n";';
    $child = proc_open(php_child('-d', "extension=$dir/$name.so", '-r', $code), [1 => ['pipe', 'w']], $pipes);
    echo "$name\n", stream_get_contents($pipes[1]), proc_close($child), "\n";
}
array_map('unlink', glob("$dir/*"));
rmdir($dir);
?>
--EXPECTF--
swoole
0
Async\AsyncException: %sswoole%s
Async\AsyncException: %sswoole%s
Async\Channel
end
0
swow
0
Async\AsyncException: %sswow%s
Async\AsyncException: %sswow%s
Async\Channel
end
0
