--TEST--
IO-513, IO-600, IO-10, IO-500: opening a FIFO waits for the other end and holds nobody back, in any number
--SKIPIF--
<?php
if (!function_exists('posix_mkfifo') || PHP_OS_FAMILY !== 'Linux') die('skip needs FIFOs');
?>
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, await_all, suspend};

$dir = sys_get_temp_dir() . '/async-fifo-' . getmypid();
mkdir($dir);
for ($i = 0; $i < 12; $i++) {
    posix_mkfifo("$dir/$i", 0600);
}
$descriptors = fn() => count(scandir('/proc/self/fd'));

foreach (['reader', 'writer'] as $first) {
    $in = [];
    $reader = function () use ($dir, &$in) {
        echo "reader opens\n";
        $file = fopen("$dir/0", 'r');
        // The writer has opened and written nothing yet.
        $in[] = 'reader';
        echo 'got ', fgets($file), var_export(fgets($file), true), "\n";
    };
    $writer = function () use ($dir, &$in) {
        echo "writer opens\n";
        $file = fopen("$dir/0", 'w');
        $in[] = 'writer';
        while (count($in) < 2) {
            suspend();
        }
        fwrite($file, "a line\n");
        fclose($file);
    };
    $coroutines = $first === 'reader' ? [spawn($reader), spawn($writer)] : [spawn($writer), spawn($reader)];
    await_all($coroutines);
}

// The order in which two sides meet over two FIFOs: each opens its writing end first or last; neither waits for data.
$one = spawn(function () use ($dir) {
    $out = fopen("$dir/1", 'w');
    $in = fopen("$dir/2", 'r');
    fwrite($out, "ping\n");
    return fgets($in);
});
$two = spawn(function () use ($dir) {
    $in = fopen("$dir/1", 'r');
    $out = fopen("$dir/2", 'w');
    fwrite($out, 'pong after ' . fgets($in));
});
await($two);
echo await($one);

// Nobody ever comes; more of them than there are workers, and work for a worker gets done.
await(spawn(fn() => 1));
gethostbyname('127.0.0.1');
$before = $descriptors();
$waiting = [];
foreach (range(0, 11) as $i) {
    $waiting[] = spawn(function () use ($dir, $i) {
        try {
            fopen("$dir/$i", $i % 2 ? 'w' : 'r');
        } catch (Async\AsyncCancellation $e) {
            return get_class($e) . ' ' . $e->getMessage();
        }
    });
}
suspend();
ini_set('async.fs_metadata', 'pool');
echo count(await(spawn(fn() => scandir($dir)))), " names\n";
ini_set('async.fs_metadata', 'inline');
foreach ($waiting as $coroutine) {
    $coroutine->cancel(new Async\AsyncCancellation('enough'));
}
[$results] = await_all($waiting);
echo implode(', ', array_unique($results)), "\n";
echo $descriptors() - $before, " descriptors left\n";
// Non-blocking ways in stay as they are.
$file = fopen("$dir/3", 'r+');
echo is_resource($file) ? "r+ opens at once\n" : '';
array_map('unlink', glob("$dir/*"));
rmdir($dir);
?>
--EXPECT--
reader opens
writer opens
got a line
false
writer opens
reader opens
got a line
false
pong after ping
14 names
Async\AsyncCancellation enough
0 descriptors left
r+ opens at once
