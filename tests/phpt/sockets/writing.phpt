--TEST--
IO-850, IO-42: blocking writes end when everything has been taken, with others running meanwhile
--EXTENSIONS--
async
sockets
--FILE--
<?php
use function Async\{spawn, await};

require __DIR__ . '/../_inc/sockets.inc';

$data = str_repeat('0123456789abcdef', 256 * 1024);  // 4 MiB
$writes = [
    'socket_write' => fn($socket) => socket_write($socket, $data),
    'socket_write part' => fn($socket) => socket_write($socket, $data, 3000000),
    'socket_send' => fn($socket) => socket_send($socket, $data, strlen($data), 0),
    'socket_sendmsg' => fn($socket) => socket_sendmsg($socket, ['iov' => [substr($data, 0, 100), substr($data, 100)]], 0),
];
foreach ($writes as $title => $write) {
    [$ours, $peer] = socket_pair_local();
    $begun = false;
    $writer = spawn(function () use ($ours, $write, &$begun) {
        $begun = true;
        $sent = $write($ours);
        socket_close($ours);
        return $sent;
    });
    Async\suspend();
    echo $title, $begun && !$writer->isCompleted() ? ' waits, ' : ' does not wait, ';
    for ($got = '', $waited = 0; ($piece = socket_read($peer, 100000)) !== ''; $got .= $piece);
    echo await($writer), ' ', md5($got) === md5(substr($data, 0, strlen($got))) ? 'intact ' : 'broken ', strlen($got), "\n";
}

// Datagrams wait for room as well.
[$ours, $peer] = socket_pair_local(SOCK_DGRAM);
$writer = spawn(function () use ($ours) {
    for ($i = 0; $i < 2000; $i++) {
        socket_send($ours, "datagram $i", 100 > strlen("datagram $i") ? strlen("datagram $i") : 100, 0);
    }
    return $i;
});
for ($i = 0; $i < 2000 && socket_read($peer, 100) === "datagram $i"; $i++);
var_dump($i, await($writer));
?>
--EXPECT--
socket_write waits, 4194304 intact 4194304
socket_write part waits, 3000000 intact 3000000
socket_send waits, 4194304 intact 4194304
socket_sendmsg waits, 4194304 intact 4194304
int(2000)
int(2000)
