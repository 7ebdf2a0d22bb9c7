--TEST--
IO-240, IO-241, IO-210: datagrams over udp and udg
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$server = stream_socket_server('udp://127.0.0.1:0', $errno, $errstr, STREAM_SERVER_BIND);
$address = stream_socket_get_name($server, false);
$receiver = spawn(function () use ($server) {
    $peek = stream_socket_recvfrom($server, 100, STREAM_PEEK, $from);
    $data = stream_socket_recvfrom($server, 100, 0, $from);
    $short = stream_socket_recvfrom($server, 3, 0, $from);
    stream_socket_sendto($server, 'answer', 0, $from);
    return [$peek, $data, $short, $from];
});
suspend();
$client = stream_socket_client("udp://$address");
$name = stream_socket_get_name($client, false);
var_dump(stream_socket_sendto($client, 'first'));
var_dump(stream_socket_sendto($client, 'second'));
var_dump(stream_socket_recvfrom($client, 100));
[$peek, $data, $short, $from] = await($receiver);
var_dump($peek, $data, $short, $from === $name);

// Each read takes one datagram.
$reader = spawn(fn() => [fread($server, 100), fread($server, 100)]);
suspend();
$other = stream_socket_client("udp://$address");
fwrite($other, 'one');
fwrite($other, 'two');
echo json_encode(await($reader)), "\n";

// The timeout is honoured, which stock PHP ignores here.
stream_set_timeout($server, 0, 20000);
var_dump((string) stream_socket_recvfrom($server, 10), stream_get_meta_data($server)['timed_out']);

$receiver = spawn(function () use ($server) {
    stream_set_timeout($server, 60);
    try {
        stream_socket_recvfrom($server, 10);
    } catch (Async\AsyncCancellation) {
        echo "cancelled\n";
    }
});
suspend();
$receiver->cancel();
await($receiver);

// A target may be given to an unconnected socket.
$unconnected = stream_socket_server('udp://127.0.0.1:0', $errno, $errstr, STREAM_SERVER_BIND);
var_dump(stream_socket_sendto($unconnected, 'to you', 0, $address), stream_socket_recvfrom($server, 10));

$path = sys_get_temp_dir() . '/async-udg-' . getmypid() . '.sock';
$local = stream_socket_server("udg://$path", $errno, $errstr, STREAM_SERVER_BIND);
$receiver = spawn(fn() => [stream_socket_recvfrom($local, 100), fread($local, 100)]);
suspend();
$sender = stream_socket_client("udg://$path");
fwrite($sender, 'local');
fwrite($sender, 'datagram');
echo json_encode(await($receiver)), "\n";
unlink($path);

// A sender waits only while there is no room.
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0);
$sent = 0;
$writer = spawn(function () use ($a, &$sent) {
    while ($sent < 2000) {
        $sent += stream_socket_sendto($a, str_repeat('x', 1000)) === 1000;
    }
});
suspend();
var_dump($sent > 0 && $sent < 2000);
for ($received = 0; $received < 2000; $received++) {
    strlen(stream_socket_recvfrom($b, 2000)) === 1000 or die('torn');
}
await($writer);
var_dump($sent);
?>
--EXPECT--
int(5)
int(6)
string(6) "answer"
string(5) "first"
string(5) "first"
string(3) "sec"
bool(true)
["one","two"]
string(0) ""
bool(true)
cancelled
int(6)
string(6) "to you"
["local","datagram"]
bool(true)
int(2000)
