<?php
// Echo server on the Revolt event loop, callbacks only; prints "port N".   echo_revolt.php REVOLT_SRC
// The library is not a package of the distribution: the harness uses it when REVOLT_SRC is set.
$source = $argv[1];
spl_autoload_register(function (string $class) use ($source): void {
    $file = $source . '/' . strtr(substr($class, strlen('Revolt\\')), '\\', '/') . '.php';
    if (str_starts_with($class, 'Revolt\\') && is_file($file)) {
        require $file;
    }
});

use Revolt\EventLoop;

$context = stream_context_create(['socket' => ['backlog' => 4096, 'tcp_nodelay' => true]]);
$server = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
stream_set_blocking($server, false);
echo 'port ', substr(strrchr(stream_socket_get_name($server, false), ':'), 1), "\n";
EventLoop::onReadable($server, function ($id, $server): void {
    while ($connection = @stream_socket_accept($server, 0)) {
        stream_set_blocking($connection, false);
        stream_set_read_buffer($connection, 0);
        stream_set_write_buffer($connection, 0);
        stream_set_chunk_size($connection, 131072);
        $rest = '';
        $writing = null;
        EventLoop::onReadable($connection, function ($id, $connection) use (&$rest, &$writing): void {
            $bytes = fread($connection, 131072);
            if ($bytes === '' || $bytes === false) {
                if (feof($connection)) {
                    EventLoop::cancel($id);
                    if ($writing) {
                        EventLoop::cancel($writing);
                    }
                    fclose($connection);
                }
                return;
            }
            if ($rest !== '') {
                $rest .= $bytes;
                return;
            }
            $written = (int) @fwrite($connection, $bytes);
            if ($written === strlen($bytes)) {
                return;
            }
            $rest = substr($bytes, $written);
            $writing = EventLoop::onWritable($connection, function ($id, $connection) use (&$rest, &$writing): void {
                $rest = substr($rest, (int) @fwrite($connection, $rest));
                if ($rest === '') {
                    EventLoop::cancel($id);
                    $writing = null;
                }
            });
        });
    }
});
EventLoop::run();
