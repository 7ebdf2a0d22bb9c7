--TEST--
C-236, IO-14: threads, stacks, memory and the loop's own descriptors can be refused; calls then block, a coroutine gets an error, no signal ends the process (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php require __DIR__ . '/../_inc/faults_skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';

$work = <<<'CODE'
use function Async\{await, await_all, delay, spawn};
await_all([spawn(function () {
    delay(1);
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    fwrite($b, "read\n");
    ini_set('async.fs_metadata', 'pool');
    @stat('/nowhere/' . str_repeat('x', 100));
    echo exec('echo command'), ' ';
    echo fgets($a), LOOKUP ? gethostbyname('localhost') : file_get_contents('data:,nothing'), "\n";
})]);
echo "end\n";
CODE;
foreach (['pthread_create' => range(1, 8), 'epoll_ctl' => [1, 2, 3], 'eventfd' => [1, 2], 'pipe' => [1, 2, 3], 'malloc' => [...range(1, 9), 14, 19, 23], 'mmap' => [1, 2], 'mprotect' => [1]] as $kind => $all) {
    $bad = 0;
    $seen = [];
    foreach ($all as $every) {
        // The C library's resolver keeps its lock when it cannot allocate.
        [$text, $status] = failing_php($kind, $every, 'const LOOKUP = ' . ($kind === 'pthread_create' ? 'true' : 'false') . ";\n$work");
        if ($status >= 128 || preg_match('/terminate|Assertion|AddressSanitizer/', $text)) {
            $bad++;
            echo "$kind/$every: $status\n$text\n";
        }
        $seen[$text] = true;
    }
    echo "$kind: ", $bad === 0 ? 'no crash' : "$bad crashes";
    // The workers are only a means: without one the call itself does the work.
    echo $kind === 'pthread_create' ? (array_keys($seen) === ["command read\n127.0.0.1\nend"] ? ', the same answers' : var_export($seen, true)) : '', "\n";
}

// Where there is no coroutine the hooks have no need of memory.
$bad = '';
// Stock opcache with its JIT on crashes at its end where memory is refused, also without the extension: nothing to be learnt then.
$jit = function_exists('opcache_get_status') && (opcache_get_status(false)['jit']['on'] ?? false);
// Stock thread-safe PHP does not end where every request is refused.
foreach ($jit ? [] : (PHP_ZTS ? [2, 3] : [1, 2, 3]) as $every) {
    [$text, $status] = failing_php('malloc', $every, <<<'CODE'
        [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        fclose($a);
        flock($file = fopen(__FILE__, 'r'), LOCK_SH);
        $array = [3, 1, 2];
        array_multisort($array);
        if ($command = @popen('true', 'r')) pclose($command);
        echo 'end';
        CODE);
    // Where the engine's own memory comes from malloc() it says that it has none.
    if ($text !== 'end' && !(getenv('USE_ZEND_ALLOC') === '0' && $status === 1 && trim($text) === 'Out of memory')) $bad .= "malloc/$every: $status\n$text\n";
}
echo 'malloc outside coroutines: ', $bad ?: "the end is reached\n";
?>
--EXPECT--
pthread_create: no crash, the same answers
epoll_ctl: no crash
eventfd: no crash
pipe: no crash
malloc: no crash
mmap: no crash
mprotect: no crash
malloc outside coroutines: the end is reached
