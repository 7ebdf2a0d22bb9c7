--TEST--
SI-1, C-140: a server told to end by SIGTERM in the middle of its load answers every request it has accepted, and ends with status 0 (any order)
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
use Async\{Channel, Scope, Signal};
use function Async\{await, signal, spawn, timeout};
$server = stream_socket_server('tcp://127.0.0.1:0', $errno, $error, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN,
    stream_context_create(['socket' => ['backlog' => 500]]));
echo stream_socket_get_name($server, false), "\n";
$ending = new Channel();
$requests = new Scope();
$accepting = spawn(function () use ($server, $requests, $ending) {
    while ($peer = stream_socket_accept($server, 3600)) {
        $requests->spawn(function () use ($peer, $ending) {
            $line = fgets($peer);
            fwrite($peer, "accepted\n");
            // The work lasts until the end has been announced: all requests are then in the middle.
            $ending->recv();
            fwrite($peer, str_repeat($line, 1000));
            fclose($peer);
        });
    }
});
await(signal(Signal::SIGTERM));
$accepting->cancel();
fclose($server);
for ($i = 0; $i < COUNT; $i++) $ending->send(true);
$requests->awaitCompletion(timeout(60000));
echo "ended in order\n";
CODE;
$count = storm(200);
$script = tempnam(sys_get_temp_dir(), 'async-storm');
file_put_contents($script, "<?php\n" . str_replace('COUNT', (string) $count, $server_code));
$process = proc_open(php_child($script), [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes);
$address = trim(fgets($pipes[1]));
$accepted = new Channel(10);
$clients = array_map(fn ($i) => spawn(function () use ($address, $accepted, $i) {
    $stream = stream_socket_client("tcp://$address");
    fwrite($stream, "request $i\n");
    $accepted->send(fgets($stream));
    return stream_get_contents($stream) === str_repeat("request $i\n", 1000);
}), range(1, $count));
for ($i = 0; $i < $count; $i++) {
    if ($accepted->recv() !== "accepted\n") echo "not accepted\n";
}
proc_terminate($process, 15);
[$results, $errors] = await_all($clients);
echo count(array_filter($results)) === $count && !$errors ? 'all answered' : count(array_filter($results)) . " of $count", "\n";
echo stream_get_contents($pipes[1]), proc_close($process), "\n";
unlink($script);
?>
--EXPECT--
all answered
ended in order
0
