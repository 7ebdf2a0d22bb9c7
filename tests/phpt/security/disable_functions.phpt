--TEST--
IO-7: what disable_functions and disable_classes take away stays away, by every way to call it (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/security.inc';

const NAMES = ['sleep', 'usleep', 'time_nanosleep', 'time_sleep_until', 'gethostbyname', 'gethostbynamel', 'gethostbyaddr', 'dns_get_record', 'dns_check_record', 'checkdnsrr',
    'getmxrr', 'exec', 'shell_exec', 'system', 'passthru', 'popen', 'pclose', 'proc_open', 'proc_close', 'mail', 'error_log', 'stream_select', 'stream_copy_to_stream', 'stream_socket_client',
    'stream_socket_server', 'stream_socket_accept', 'stream_socket_pair', 'fsockopen', 'pfsockopen', 'fopen', 'fread', 'fwrite', 'fgets', 'file_get_contents', 'file_put_contents', 'readfile', 'file', 'copy',
    'rename', 'unlink', 'mkdir', 'rmdir', 'stat', 'lstat', 'touch', 'chmod', 'chown', 'opendir', 'readdir', 'scandir', 'glob', 'symlink', 'link', 'readlink', 'flock', 'fsync', 'fdatasync', 'tempnam',
    'set_error_handler', 'restore_error_handler', 'readline', 'curl_init', 'curl_exec', 'curl_multi_exec', 'curl_multi_select', 'pcntl_fork', 'pcntl_signal', 'pcntl_waitpid', 'socket_create', 'socket_connect',
    'socket_read', 'socket_accept', 'socket_select', 'mysqli_query', 'mysqli_connect', 'pg_connect', 'pg_query', 'stream_socket_enable_crypto', 'disk_free_space'];

if (isset($argv[1])) {
    $reachable = [];
    $names = explode(',', ini_get('disable_functions'));
    $try = function () use (&$reachable, $names) {
        foreach ($names as $name) {
            foreach ([fn () => $name(), fn () => call_user_func($name), fn () => call_user_func_array($name, []), fn () => (new ReflectionFunction($name))->invoke(), fn () => Closure::fromCallable($name)(),
                fn () => array_map($name, [1]), fn () => eval("return $name();"), fn () => eval("return \\$name();"), fn () => eval("namespace A; return $name();"), fn () => $name(...)()] as $way => $call) {
                try {
                    $call();
                    $reachable[] = "$name/$way";
                } catch (Throwable $e) {
                    // Refused because it is not there, and for no other reason.
                    if (!preg_match('/undefined function|not found or invalid function name|does not exist|function ".*" not found/', $e->getMessage())) $reachable[] = "$name/$way: " . $e->getMessage();
                }
            }
            if (function_exists($name) || is_callable($name)) $reachable[] = "$name exists";
        }
    };
    $try();
    Async\await(Async\spawn($try));
    // Shells have another door.
    try { eval('return `echo x`;'); $reachable[] = 'backticks'; } catch (Error) { }
    foreach (['DirectoryIterator', 'SplFileObject'] as $class) {
        $before = @new $class(...['.']);
        if ($before instanceof Traversable && @count(iterator_to_array($before)) > 0) $reachable[] = $class;
    }
    $redefined = eval('function usleep() { return "mine"; } return usleep();');
    // What was not taken away still lets others run.
    $order = [];
    Async\spawn(function () use (&$order) { $order[] = 'other'; });
    Async\await(Async\spawn(function () use (&$order) { Async\delay(1); $order[] = 'me'; }));
    echo json_encode([$reachable, $redefined, $order]);
    exit;
}
$there = array_values(array_filter(NAMES, function_exists(...)));
$process = proc_open(php_child('-d', 'error_reporting=0', '-d', 'disable_functions=' . implode(',', $there), '-d', 'disable_classes=DirectoryIterator,SplFileObject', __FILE__, 'child'), [1 => ['pipe', 'w']], $pipes);
$answer = json_decode($text = stream_get_contents($pipes[1]), true);
echo proc_close($process), ' ', count($there) > 60 ? 'many' : count($there), ' ';
echo $answer ? json_encode($answer) : $text, "\n";
?>
--EXPECT--
0 many [[],"mine",["other","me"]]
