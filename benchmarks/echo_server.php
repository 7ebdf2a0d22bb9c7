<?php
// TCP echo server in plain PHP streams: one coroutine per connection, and nothing in it that would not run in stock PHP.
//
// usage: php -d extension=async benchmarks/echo_server.php [--chunk BYTES]
//   --chunk BYTES  what a read takes at most (131072), past PHP's own buffer: one copy less; 8192 is PHP's chunk, and buffered
//
// Listens on a free loopback port and prints "port N". Ends at SIGTERM, or by being killed.

declare(strict_types=1);

use function Async\spawn;

$chunk = 131072;
if (($argv[1] ?? '') === '--chunk') {
    $chunk = max(1, (int) ($argv[2] ?? 0));
}

function serve($connection, int $chunk): void
{
    if ($chunk !== 8192) {
        stream_set_read_buffer($connection, 0);
    }
    while (($bytes = fread($connection, $chunk)) !== '' && $bytes !== false) {
        if (fwrite($connection, $bytes) !== strlen($bytes)) {
            break;
        }
    }
    fclose($connection);
}

$context = stream_context_create(['socket' => ['backlog' => 4096, 'tcp_nodelay' => true]]);
$server = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
if (!$server) {
    fwrite(STDERR, "cannot listen: $text\n");
    exit(1);
}
echo 'port ', substr(strrchr(stream_socket_get_name($server, false), ':'), 1), "\n";
while ($connection = @stream_socket_accept($server, 1e9)) {
    spawn(serve(...), $connection, $chunk);
}
