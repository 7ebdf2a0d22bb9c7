<?php
// Five callers of 200 ms in each facility: one after the other it would be a second. Prints the time of each and fails when one
// takes 450 ms or more.
//
// usage: php -d extension=async benchmarks/overlap.php [FACILITY...]

declare(strict_types=1);

use function Async\{await_all_or_fail, await, delay, spawn};

const CALLERS = 5;
const WAIT_MS = 200;
const LIMIT_MS = 450;

/** A peer inside this process that answers each connection after the wait. */
function slow_server(string $answer, array $ssl = []): string
{
    $context = stream_context_create(['ssl' => $ssl]);
    $server = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
    spawn(function () use ($server, $answer) {
        while ($peer = @stream_socket_accept($server, 3600)) {
            spawn(function () use ($peer, $answer) {
                delay(WAIT_MS);
                @fwrite($peer, $answer);
                fclose($peer);
            });
        }
    });
    return stream_socket_get_name($server, false);
}

function paced_pair(): array
{
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    spawn(function () use ($b) {
        delay(WAIT_MS);
        fwrite($b, 'x');
        fclose($b);
    });
    return [$a, $b];
}

$http = slow_server("HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
$seconds = WAIT_MS / 1000;
$fifos = [];
$facilities = [
    'usleep' => fn() => usleep(WAIT_MS * 1000),
    'time_nanosleep' => fn() => time_nanosleep(0, WAIT_MS * 1_000_000),
    'fread of a socket' => fn() => fread(paced_pair()[0], 10),
    'stream_socket_client' => fn() => stream_get_contents(stream_socket_client("tcp://$http")),
    'file_get_contents of http' => fn() => file_get_contents("http://$http/"),
    'stream_select' => function () {
        $read = [paced_pair()[0]];
        $none = null;
        return stream_select($read, $none, $none, 5);
    },
    'stream_socket_accept' => function () {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        spawn(function () use ($server) {
            delay(WAIT_MS);
            stream_socket_client('tcp://' . stream_socket_get_name($server, false));
        });
        return stream_socket_accept($server, 5);
    },
    'exec' => fn() => exec("sleep $seconds"),
    'shell_exec' => fn() => shell_exec("sleep $seconds"),
    'system' => fn() => system("sleep $seconds"),
    'passthru' => fn() => passthru("sleep $seconds"),
    'proc_close' => fn() => proc_close(proc_open("sleep $seconds", [], $pipes)),
    'pclose' => fn() => pclose(popen("sleep $seconds", 'r')),
    'fgets of a pipe' => function () use ($seconds) {
        $process = proc_open("sleep $seconds; echo x", [1 => ['pipe', 'w']], $pipes);
        return fgets($pipes[1]) . proc_close($process);
    },
    'flock' => function () {
        $name = tempnam(sys_get_temp_dir(), 'overlap');
        $holder = fopen($name, 'r');
        flock($holder, LOCK_EX);
        spawn(function () use ($holder) {
            delay(WAIT_MS);
            flock($holder, LOCK_UN);
        });
        $file = fopen($name, 'r');
        flock($file, LOCK_EX);
        unlink($name);
        return true;
    },
    'fopen of a FIFO' => function () {
        $name = sys_get_temp_dir() . '/overlap-' . getmypid() . '-' . bin2hex(random_bytes(4));
        posix_mkfifo($name, 0600);
        spawn(function () use ($name) {
            delay(WAIT_MS);
            fclose(fopen($name, 'w'));
        });
        fclose(fopen($name, 'r'));
        return unlink($name);
    },
    'socket_recv' => function () {
        socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
        spawn(function () use ($pair) {
            delay(WAIT_MS);
            socket_write($pair[1], 'x');
        });
        return socket_recv($pair[0], $data, 10, 0);
    },
    'curl_exec' => function () use ($http) {
        $handle = curl_init("http://$http/");
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        return curl_exec($handle);
    },
];
$needs = ['socket_recv' => 'sockets', 'curl_exec' => 'curl', 'fopen of a FIFO' => 'posix'];
$wanted = array_slice($argv, 1) ?: array_keys($facilities);
$slow = 0;
foreach ($wanted as $name) {
    $call = $facilities[$name] ?? exit("no facility $name\n");
    if (isset($needs[$name]) && !extension_loaded($needs[$name])) {
        printf("%-28s needs %s\n", $name, $needs[$name]);
        continue;
    }
    $began = hrtime(true);
    $calls = [];
    for ($i = 0; $i < CALLERS; $i++) {
        $calls[] = spawn($call);
    }
    $results = await_all_or_fail($calls);
    $ms = (hrtime(true) - $began) / 1e6;
    if (in_array(false, $results, true) && !in_array($name, ['exec', 'system', 'shell_exec', 'passthru'], true)) {
        printf("%-28s FAILED\n", $name);
        $slow++;
        continue;
    }
    printf("%-28s %4d ms%s\n", $name, $ms, $ms < LIMIT_MS ? '' : '  TOO LONG');
    $slow += $ms >= LIMIT_MS ? 1 : 0;
}
exit($slow > 0 ? 1 : 0);
