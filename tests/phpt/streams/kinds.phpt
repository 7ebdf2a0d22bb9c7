--TEST--
D-13: the engine still tells unix and udp from tcp once their tables are hooked: each takes addresses of its own kind, and waits cooperatively (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

$path = sys_get_temp_dir() . '/async-kinds-' . getmypid();
$addresses = ['tcp' => 'tcp://127.0.0.1:0', 'unix' => "unix://$path", 'udp' => 'udp://127.0.0.1:0', 'udg' => "udg://$path.d"];
if (PHP_OS_FAMILY === 'Linux') $addresses['abstract unix'] = "unix://\0async-kinds-" . getmypid();
await(spawn(function () use ($addresses, $path) {
    foreach ($addresses as $kind => $address) {
        $stream = !str_starts_with($address, 'ud');
        $server = stream_socket_server($address, $errno, $error, $stream ? STREAM_SERVER_BIND | STREAM_SERVER_LISTEN : STREAM_SERVER_BIND);
        // Abstract addresses have no name for this function.
        $name = stream_socket_get_name($server, false) ?: substr($address, strlen('unix://'));
        $reader = spawn(function () use ($server, $stream) {
            $from = $stream ? stream_socket_accept($server) : $server;
            return fread($from, 100);
        });
        suspend();
        $client = stream_socket_client(strstr($address, '://', true) . "://$name");
        suspend();  // the reader has the connection, and waits
        fwrite($client, "to $kind");
        echo await($reader), ' ', str_replace([$path, "\0", (string) getmypid()], ['PATH', '@', 'PID'], preg_replace('/:\d+$/', ':PORT', $name)),
            ' ', preg_replace('/(tcp_socket).*/', '$1', stream_get_meta_data($client)['stream_type']), "\n";
        fclose($client);
    }
    // An address of another kind is refused by the engine's own parser.
    var_dump(@stream_socket_client('tcp://' . $path, $errno, $error), $error);
    var_dump(@stream_socket_client('unix://127.0.0.1:1', $errno, $error), $error);
}));
@unlink($path);
@unlink("$path.d");
?>
--EXPECTF--
to tcp 127.0.0.1:PORT tcp_socket
to unix PATH unix_socket
to udp 127.0.0.1:PORT udp_socket
to udg PATH.d udg_socket
to abstract unix @async-kinds-PID unix_socket
bool(false)
string(%d) "Failed to parse address "%s""
bool(false)
string(%d) "No such file or directory"
