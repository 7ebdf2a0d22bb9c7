--TEST--
IO-10, IO-12, IO-13, IO-204: cancels at random turns in every facility leave no descriptor, no child and no warning behind
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (!is_dir('/proc/self/fd')) die('skip needs /proc'); ?>
--FILE--
<?php
use function Async\{spawn, await, suspend};

// ASYNC_STORM=10000 for the long run.
$rounds = (int) (getenv('ASYNC_STORM') ?: 25);
mt_srand((int) (getenv('ASYNC_STORM_SEED') ?: 1));

$dir = sys_get_temp_dir() . '/async-storm-' . getmypid();
mkdir($dir);
posix_mkfifo("$dir/fifo", 0600);
file_put_contents("$dir/file", str_repeat('x', 100000));
$listener = stream_socket_server('tcp://127.0.0.1:0');
$silent = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, stream_context_create(['socket' => ['backlog' => 511]]));
$address = stream_socket_get_name($silent, false);
$pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$datagrams = stream_socket_server('udp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND);
$lock = fopen("$dir/file", 'r');
flock($lock, LOCK_EX);

$facilities = [
    'usleep' => fn() => usleep(10000000),
    'gethostbyname' => fn() => gethostbyname('localhost'),
    'connect' => fn() => fclose(stream_socket_client("tcp://$address")),
    'accept' => fn() => stream_socket_accept($listener, 1000),
    'read' => fn() => fread($pair[0], 10),
    'get_contents' => fn() => stream_get_contents($pair[0]),
    'recvfrom' => fn() => stream_socket_recvfrom($datagrams, 10),
    'select' => function () use ($pair, $listener) {
        $read = [$pair[0], $listener];
        $none = null;
        return stream_select($read, $none, $none, 1000);
    },
    'exec' => fn() => exec('sleep 0.01'),
    'shell_exec' => fn() => shell_exec('sleep 0.01'),
    'proc_close' => fn() => proc_close(proc_open('sleep 0.01', [1 => ['pipe', 'w']], $pipes)),
    'pclose' => fn() => pclose(popen('sleep 0.01', 'r')),
    'implicit' => function () { $process = proc_open('sleep 0.01', [], $pipes); unset($process); },
    'flock' => function () use ($dir) { $file = fopen("$dir/file", 'r'); flock($file, LOCK_EX); },
    'fifo' => fn() => fopen("$dir/fifo", mt_rand(0, 1) ? 'r' : 'w'),
    'fsync' => function () use ($dir) { $file = fopen("$dir/file", 'r+'); fsync($file); },
    'paths' => fn() => [stat("$dir/file"), scandir($dir), fopen("$dir/file", 'r'), tmpfile(), realpath("$dir/file")],
    'http' => fn() => file_get_contents("http://$address/"),
    'tls' => fn() => stream_socket_client("ssl://$address"),
];
function descriptors(): int
{
    return count(scandir('/proc/self/fd'));
}
function drain($silent): void
{
    while ($peer = @stream_socket_accept($silent, 0)) {
        fclose($peer);
    }
}
function storm(callable $call, int $rounds, $silent): array
{
    $outcomes = [];
    for ($i = 0; $i < $rounds; $i++) {
        $coroutine = spawn($call);
        for ($turns = mt_rand(0, 5); $turns > 0; $turns--) {
            suspend();
        }
        $coroutine->cancel();
        try {
            await($coroutine);
            $outcomes['completed'] = true;
        } catch (Async\AsyncCancellation) {
            $outcomes['cancelled'] = true;
        }
        if ($i % 100 === 99) {
            drain($silent);
        }
    }
    drain($silent);
    return $outcomes;
}
ini_set('async.fs_metadata', 'pool');
set_error_handler(function ($level, $text) { if (error_reporting() & $level) echo "warning: $text\n"; return true; });
foreach ($facilities as $name => $call) {  // what a first time opens stays open
    storm($call, 3, $silent);
}
usleep(100000);
foreach ($facilities as $name => $call) {
    $before = descriptors();
    $outcomes = storm($call, $rounds, $silent);
    if (!isset($outcomes['cancelled'])) {
        echo "$name: never cancelled\n";
    }
    // Abandoned work ends by itself; children are collected in the background.
    for ($i = 0; $i < 2000 && descriptors() > $before; $i++) {
        usleep(5000);
    }
    if (descriptors() > $before) {
        echo "$name: ", descriptors() - $before, " descriptors left\n";
    }
}
flock($lock, LOCK_UN);
$again = fopen("$dir/file", 'r');
echo flock($again, LOCK_EX | LOCK_NB) ? "nobody holds the lock\n" : "locked\n";
fwrite($pair[1], 'still there');
echo fread($pair[0], 100), "\n";
while (trim((string) @file_get_contents('/proc/self/task/' . getmypid() . '/children')) !== '') {
    usleep(5000);
}
echo "no child left\n";
ini_set('async.fs_metadata', 'inline');
array_map('unlink', glob("$dir/*"));
rmdir($dir);
?>
--EXPECT--
nobody holds the lock
still there
no child left
