--TEST--
IO-61, IO-813: a fatal error, exit() and the end of the request with commands under way
--EXTENSIONS--
async
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip without the engine\'s memory manager there is no memory limit'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
$start = 'use function Async\{spawn, suspend};
    register_shutdown_function(function () { echo "shutdown\n"; });
    foreach ([fn() => exec("read x"), fn() => pclose(popen("read x", "w")), fn() => proc_close(proc_open("read x", [["pipe", "r"]], $p)),
        fn() => shell_exec("read x")] as $call) spawn(function () use ($call) { try { $call(); } finally { echo "finally\n"; } });
    suspend();';
foreach ([
    'fatal' => $start . 'ini_set("memory_limit", "8M"); str_repeat("x", 100000000);',
    'exit' => $start . 'exit("exit\n");',
    'popen left open' => '$GLOBALS["pipe"] = popen("exit 3", "r"); $GLOBALS["p"] = proc_open("exit 3", [], $pipes); Async\spawn(function () { echo exec("echo done"), "\n"; });',
] as $title => $code) {
    $child = proc_open(php_child('-d', 'display_errors=1', '-d', 'html_errors=0', '-d', 'log_errors=0', '-r', $code), [['pipe', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
    $output = stream_get_contents($pipes[1]);
    echo "$title: ", preg_replace('/(memory size of ).*/', '$1…', trim($output)), ' ', proc_close($child), "\n";
}
?>
--EXPECT--
fatal: Fatal error: Allowed memory size of …
shutdown 255
exit: exit
finally
finally
finally
finally
shutdown 0
popen left open: done 0
