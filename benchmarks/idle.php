<?php
// Ten thousand mostly idle connections to the echo server of this directory, a hundred of them active: memory of the server per
// connection, and the latency of an echo. Server and clients are one process each, both plain PHP streams.
//
// usage: php -d extension=async benchmarks/idle.php [--connections N] [--active N] [--echoes N]

declare(strict_types=1);

use function Async\{await_all_or_fail, spawn};

$options = ['connections' => 10000, 'active' => 100, 'echoes' => 100];
for ($i = 1; $i + 1 < $argc; $i += 2) {
    $options[substr($argv[$i], 2)] = max(1, (int) $argv[$i + 1]);
}
['connections' => $connections, 'active' => $active, 'echoes' => $echoes] = $options;
$extension = getenv('ASYNC_SO') ?: 'async';
$needed = $connections + 200;
if (!getenv('IDLE_CHILD')) {
    // The limit of descriptors can only be raised from outside.
    putenv('IDLE_CHILD=1');
    $command = implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, '-n', '-d', 'memory_limit=-1', '-d', "extension=$extension", ...$argv]));
    passthru("ulimit -n $needed && exec $command", $code);
    exit($code);
}

function resident(int $pid): int
{
    return preg_match('/VmRSS:\s+(\d+) kB/', (string) file_get_contents("/proc/$pid/status"), $found) ? (int) $found[1] * 1024 : 0;
}
function progress(string $what, int $done, int $all): void
{
    if (stream_isatty(STDERR)) {
        fprintf(STDERR, "\r%s [%-30s] %d/%d", $what, str_repeat('#', intdiv(30 * $done, $all)), $done, $all);
        fwrite(STDERR, $done === $all ? "\n" : '');
    }
}

$server = proc_open(['sh', '-c', "ulimit -n $needed && exec \"$0\" \"$@\"", PHP_BINARY, '-n', '-d', 'memory_limit=-1', '-d', "extension=$extension",
    __DIR__ . '/echo_server.php', '--chunk', '8192'], [1 => ['pipe', 'w']], $pipes);
$port = (int) substr((string) fgets($pipes[1]), 5);
$pid = proc_get_status($server)['pid'];
$empty = resident($pid);

$streams = [];
for ($i = 0; $i < $connections; $i += 100) {
    $some = [];
    for ($j = $i; $j < min($i + 100, $connections); $j++) {
        $some[] = spawn(function () use ($port) {
            $stream = stream_socket_client("tcp://127.0.0.1:$port", $code, $text, 30);
            // Served once: the server's coroutine is there and waits.
            fwrite($stream, 'hello');
            fread($stream, 10);
            return $stream;
        });
    }
    array_push($streams, ...array_values(await_all_or_fail($some)));
    progress('connecting', count($streams), $connections);
}
$full = resident($pid);

$times = [];
$clients = [];
for ($i = 0; $i < $active; $i++) {
    $stream = $streams[intdiv($i * $connections, $active)];
    $clients[] = spawn(function () use ($stream, $echoes, &$times) {
        for ($n = 0; $n < $echoes; $n++) {
            $began = hrtime(true);
            fwrite($stream, 'ping');
            fread($stream, 10);
            $times[] = (hrtime(true) - $began) / 1e3;
        }
    });
}
$began = hrtime(true);
await_all_or_fail($clients);
$seconds = (hrtime(true) - $began) / 1e9;
sort($times);
printf("%d connections, %d active: %.1f KB of the server per connection\n", count($streams), $active, ($full - $empty) / 1024 / count($streams));
printf("echo: %d/s, latency median %d us, 99%% %d us, worst %d us\n", count($times) / $seconds, $times[intdiv(count($times), 2)],
    $times[(int) (count($times) * 0.99)], end($times));
proc_terminate($server);
proc_close($server);
