--TEST--
C-223: each request of a process starts from a clean state, also after a fatal error, an exit and a parked loop (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (extension_loaded('xdebug')) die('skip compares whole outputs of processes, and Xdebug prints times into them'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
$script = __DIR__ . '/repeated_script.inc';
$run = function (string $code) use ($script) {
    file_put_contents($script, '<?php use function Async\{await, cpu_usage, current_context, delay, get_coroutines, spawn, suspend}; ' . $code);
    $child = proc_open(php_child('-d', 'display_errors=1', '-d', 'log_errors=0', '--repeat', '3', $script), [1 => ['pipe', 'w'], 2 => ['file', '/dev/null', 'w']], $pipes);
    $output = stream_get_contents($pipes[1]);
    $runs = array_map('trim', preg_split('/Executing for the \w+ time...|Finished execution, repeating.../', $output));
    $runs = array_values(array_filter($runs, strlen(...)));
    echo count($runs), ' runs, ', count(array_unique($runs)), " kind of output\n", str_replace($script, 'script', $runs[0]), "\n";
    proc_close($child);
};
$run('var_dump(count(get_coroutines()), cpu_usage()["process_cores"], current_context()->find("key"));
    current_context()->set("key", 1); spawn(fn() => delay(1)); [$a, $b] = stream_socket_pair(1, 1, 0);
    $r = spawn(fn() => fread($a, 3)); spawn(fn() => fwrite($b, "abc")); echo await($r);');
$run('spawn(function () { try { delay(1000000); } finally { echo "never"; } }); suspend();
    function twice() {} ; echo "before the error"; spawn(fn() => eval("function twice() {}")); suspend(); suspend();');
$run('spawn(function () { try { delay(1000000); } catch (Cancellation) { echo "told"; } }); suspend(); spawn(fn() => exit(3)); delay(1000000);');
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/repeated_script.inc');
?>
--EXPECTF--
3 runs, 1 kind of output
int(0)
float(0)
NULL
abc
3 runs, 1 kind of output
before the error
Fatal error: Cannot redeclare %Stwice() (previously declared in script:%d) in script(%d) : eval()'d code on line 1
3 runs, 1 kind of output
told
