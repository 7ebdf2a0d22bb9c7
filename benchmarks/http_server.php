<?php
// HTTP server of the benchmarks: a handler of benchmarks/handlers behind lib/http.php, either a coroutine per connection, or sync
// workers of stock PHP, forked beforehand, that serve their kept-alive connections one request at a time.
//
// usage: php -d extension=async benchmarks/http_server.php HANDLER [NAME=VALUE...]
//        php benchmarks/http_server.php HANDLER workers=N [share=N] [NAME=VALUE...]
//   workers  how many processes
//   share    connections a worker takes at most, so that all have equally many (no limit)
//   others   are the handler's
//
// Listens on a free loopback port and prints "port N". Ends by being killed.

declare(strict_types=1);

require __DIR__ . '/lib/http.php';

use function Async\spawn;
use function Bench\Http\answer;
use function Bench\Http\serve;

/** Its connections one request after the other, whichever has one. Works until its parent is gone. */
function work($server, callable $handler, int $share, int $parent): void
{
    stream_set_blocking($server, false);  // another worker may be faster
    $connections = [];
    $buffers = [];
    while (posix_getppid() === $parent) {
        $read = $connections;
        if (count($connections) < $share) {
            $read[] = $server;
        }
        $none = null;
        if (!stream_select($read, $none, $none, 1)) {
            continue;
        }
        foreach ($read as $ready) {
            if ($ready === $server) {
                if ($connection = @stream_socket_accept($server, 0)) {
                    $connections[(int) $connection] = $connection;
                    $buffers[(int) $connection] = '';
                }
                continue;
            }
            $id = (int) $ready;
            $bytes = @fread($ready, Bench\Http\READ_SIZE);
            if ($bytes !== '' && $bytes !== false) {
                $buffers[$id] .= $bytes;
                if (answer($ready, $buffers[$id], $handler)) {
                    continue;
                }
            }
            unset($connections[$id], $buffers[$id]);
            fclose($ready);
        }
    }
}

[$name, $options] = [$argv[1] ?? '', []];
foreach (array_slice($argv, 2) as $word) {
    [$key, $value] = explode('=', $word, 2) + [1 => ''];
    $options[$key] = $value;
}
$file = __DIR__ . '/handlers/' . basename($name) . '.php';
if ($name === '' || !is_file($file)) {
    fwrite(STDERR, "no handler '$name' in benchmarks/handlers\n");
    exit(2);
}
$context = stream_context_create(['socket' => ['backlog' => 4096, 'tcp_nodelay' => true]]);
$server = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
if (!$server) {
    fwrite(STDERR, "cannot listen: $text\n");
    exit(1);
}
$port = 'port ' . substr(strrchr(stream_socket_get_name($server, false), ':'), 1) . "\n";
$prepare = require $file;

if ($workers = (int) ($options['workers'] ?? 0)) {
    $parent = posix_getpid();
    [$ready, $told] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    for ($i = 0; $i < $workers; $i++) {
        if (pcntl_fork() === 0) {
            $handler = $prepare($options)();
            fwrite($told, '.');  // connected to what it needs: only now is it a worker
            work($server, $handler, (int) ($options['share'] ?? PHP_INT_MAX), $parent);
            exit(0);
        }
    }
    fclose($told);
    for ($left = $workers; $left > 0; $left -= strlen($dots)) {
        if (!$dots = fread($ready, $left)) {
            fwrite(STDERR, "the workers have ended\n");
            exit(1);
        }
    }
    echo $port;
    pcntl_wait($status);
    fwrite(STDERR, "a worker has ended\n");
    exit(1);
}
$make = $prepare($options);
echo $port;
while ($connection = @stream_socket_accept($server, 1e9)) {
    spawn(serve(...), $connection, $make());
}
