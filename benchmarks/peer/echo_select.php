<?php
// Echo server of stock PHP: one stream_select() loop written by hand, non-blocking streams, no callbacks in between. What an
// event loop library on stream_select() could reach at most; like it, it ends at FD_SETSIZE. Prints "port N".
$context = stream_context_create(['socket' => ['backlog' => 4096, 'tcp_nodelay' => true]]);
$server = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
stream_set_blocking($server, false);
echo 'port ', substr(strrchr(stream_socket_get_name($server, false), ':'), 1), "\n";
$readers = [0 => $server];
$writers = [];
$rest = [];
for (;;) {
    $read = $readers;
    $write = $writers;
    $none = null;
    if (stream_select($read, $write, $none, null) === false) {
        exit(1);
    }
    foreach ($write as $id => $connection) {
        $rest[$id] = substr($rest[$id], (int) @fwrite($connection, $rest[$id]));
        if ($rest[$id] === '') {
            unset($writers[$id]);
            $readers[$id] = $connection;
        }
    }
    foreach ($read as $id => $connection) {
        if ($id === 0) {
            while ($new = @stream_socket_accept($server, 0)) {
                stream_set_blocking($new, false);
                stream_set_read_buffer($new, 0);
                stream_set_chunk_size($new, 131072);
                $readers[(int) $new] = $new;
            }
            continue;
        }
        $bytes = fread($connection, 131072);
        if ($bytes === '' || $bytes === false) {
            if (feof($connection)) {
                unset($readers[$id], $writers[$id], $rest[$id]);
                fclose($connection);
            }
            continue;
        }
        $written = (int) @fwrite($connection, $bytes);
        if ($written < strlen($bytes)) {
            $rest[$id] = substr($bytes, $written);
            $writers[$id] = $connection;
            unset($readers[$id]);
        }
    }
}
