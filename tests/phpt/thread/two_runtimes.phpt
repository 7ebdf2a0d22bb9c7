--TEST--
C-234: two threads that run requests with coroutines at the same time, each with a runtime of its own; none finds anything of another
--SKIPIF--
<?php
if (!PHP_ZTS) die('skip only a thread-safe PHP runs in several threads');
exec('command -v cc', $found, $code);
if ($code !== 0) die('skip wants a C compiler');
if (!is_executable(PHP_BINDIR . '/php-config') || !glob(PHP_BINDIR . '/../lib/libphp*.so')) die('skip this PHP comes without the library to embed it');
?>
--EXTENSIONS--
async
posix
--FILE--
<?php
const REQUESTS = 200;
const ENDINGS = [  // of each fifth request
    'fiber, resumed, after the script, finally, destructor, ',
    'finally, destructor, ',
    'finally, destructor, uncaught: thrown, ',
    '',
    'finally, destructor, ',
];
$dir = sys_get_temp_dir() . '/async-threads-' . getmypid();
mkdir($dir);
for ($i = 0; $i < REQUESTS; ++$i) {
    posix_mkfifo("$dir/$i.0", 0600);
    posix_mkfifo("$dir/$i.1", 0600);
}
$library = realpath(glob(PHP_BINDIR . '/../lib/libphp*.so')[0]);
passthru("cc -o $dir/thread_host $(" . PHP_BINDIR . '/php-config --includes) ' . __DIR__ . "/../../../tools/lib/thread_host.c $library -lpthread -Wl,-rpath,"
    . dirname($library) . ' 2>&1');
function run(string $script, int $threads, int $requests): array
{
    global $dir;
    $host = proc_open(['timeout', '50', "$dir/thread_host", $script, (string) $threads, (string) $requests],
        [1 => ['pipe', 'w'], 2 => ['file', "$dir/errors", 'w']], $pipes, null, ['ASYNC_TEST_DIR' => $dir] + getenv());
    $answers = explode("\n", rtrim(stream_get_contents($pipes[1]), "\n"));
    echo 'exit status ', proc_close($host), "\n", file_get_contents("$dir/errors");
    return $answers;
}

$answers = run(__DIR__ . '/../_inc/thread_request.php', 2, REQUESTS);
$expected = [];
foreach ([0, 1] as $thread) {
    for ($i = 0; $i < REQUESTS; ++$i) {
        $expected[] = "thread $thread, request $i: 0 before, met thread " . 1 - $thread . ', said 8, sum 5050, 1 at the end, ' . ENDINGS[$i % 5] . 'shutdown';
    }
}
echo count(array_intersect_assoc($answers, $expected)), " answers as expected\n";
foreach (array_slice(array_diff_assoc($answers, $expected), 0, 5, true) as $i => $answer) {
    echo "got:      $answer\nexpected: ", $expected[$i] ?? '(none)', "\n";
}
// Scripts that begin and end in several threads at the same instant.
file_put_contents("$dir/short.php", '<?php
register_shutdown_function(fn() => print("shutdown\n"));
Async\\spawn(fn() => print("coroutine, "));');
print_r(array_count_values(run("$dir/short.php", 4, 1000)));
array_map('unlink', glob("$dir/*"));
rmdir($dir);
?>
--EXPECT--
exit status 0
400 answers as expected
exit status 0
Array
(
    [coroutine, shutdown] => 4000
)
