--TEST--
C-140, SI-1: graceful_shutdown() on SIGTERM under load: each request is cancelled and answered from its finally block, and the status is 0 (any order)
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (PHP_OS_FAMILY === 'Windows') die('skip no SIGTERM'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';
use Async\Channel;
use function Async\{await_all, spawn};

$server_code = <<<'CODE'
<?php
use Async\Signal;
use function Async\{await, delay, graceful_shutdown, signal, spawn};
$server = stream_socket_server('tcp://127.0.0.1:0', $errno, $error, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN,
    stream_context_create(['socket' => ['backlog' => 500]]));
echo stream_socket_get_name($server, false), "\n";
$answered = $went_on = 0;
register_shutdown_function(function () use (&$answered, &$went_on) {
    echo "$answered answered, $went_on went on\n";
});
spawn(function () use ($server, &$answered, &$went_on) {
    while ($peer = stream_socket_accept($server, 3600)) {
        spawn(function () use ($peer, &$answered, &$went_on) {
            $line = fgets($peer);
            fwrite($peer, "begun\n");
            try {
                delay(1000000);  // the work
                $went_on++;
            } finally {
                // Cancelled in the middle of it; what ends it in order may wait again and again.
                fgets($peer);
                delay(1);
                fwrite($peer, str_repeat($line, 20000));
                fclose($peer);
                $answered++;
            }
        });
    }
});
await(signal(Signal::SIGTERM));
echo "ending\n";
graceful_shutdown();
CODE;
$count = storm(200);
$script = tempnam(sys_get_temp_dir(), 'async-storm');
file_put_contents($script, $server_code);
$process = proc_open(php_child($script), [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes);
$address = trim(fgets($pipes[1]));
[$begun, $ending] = [new Channel(10), new Channel()];
$clients = array_map(fn ($i) => spawn(function () use ($address, $begun, $ending, $i) {
    $stream = stream_socket_client("tcp://$address");
    fwrite($stream, "request $i\n");
    $begun->send(fgets($stream));
    $ending->recv();
    fwrite($stream, "go on\n");
    return stream_get_contents($stream) === str_repeat("request $i\n", 20000);
}), range(1, $count));
for ($i = 0; $i < $count; $i++) {
    if ($begun->recv() !== "begun\n") echo "not begun\n";
}
proc_terminate($process, 15);
echo fgets($pipes[1]);
for ($i = 0; $i < $count; $i++) $ending->send(true);
[$results, $errors] = await_all($clients);
echo count(array_filter($results)) === $count && !$errors ? 'all answered' : count(array_filter($results)) . " of $count", "\n";
echo str_replace((string) $count, 'all', stream_get_contents($pipes[1])), proc_close($process), "\n";
unlink($script);
?>
--EXPECT--
ending
all answered
all answered, 0 went on
0
