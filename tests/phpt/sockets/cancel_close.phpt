--TEST--
IO-10, IO-12, IO-13, IO-856, IO-41: cancelling leaves the socket usable and prints nothing; socket_close() wakes those who wait with EBADF
--EXTENSIONS--
async
sockets
--FILE--
<?php
use function Async\{spawn, await, suspend};

require __DIR__ . '/../_inc/sockets.inc';

$full = str_repeat('x', 4000000);
$calls = [
    'socket_read' => fn($s) => socket_read($s, 10),
    'socket_read lines' => fn($s) => socket_read($s, 10, PHP_NORMAL_READ),
    'socket_recv' => fn($s) => socket_recv($s, $b, 10, 0),
    'socket_recvfrom' => fn($s) => socket_recvfrom($s, $b, 10, 0, $from, $port),
    'socket_recvmsg' => function ($s) { $m = ['name' => [], 'buffer_size' => 10, 'controllen' => socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 1)]; return socket_recvmsg($s, $m, 0); },
    'socket_write' => fn($s) => socket_write($s, $full),
    'socket_send' => fn($s) => socket_send($s, $full, strlen($full), 0),
    'socket_sendmsg' => fn($s) => socket_sendmsg($s, ['iov' => [$full]], 0),
    'socket_accept' => fn($s) => socket_accept($s),
    'socket_select' => function ($s) { $r = [$s]; $w = $e = null; return socket_select($r, $w, $e, null); },
];
foreach ($calls as $title => $call) {
    [$ours, $peer] = $title === 'socket_accept' ? [listening(), null] : socket_pair_local();
    $canceled = spawn($call, $ours);
    $other = $title === 'socket_read' ? spawn($call, $ours) : null;
    suspend();
    $canceled->cancel(new Async\AsyncCancellation('enough'));
    try {
        await($canceled);
    } catch (Async\AsyncCancellation $e) {
        echo $title, ': ', $e->getMessage();
    }
    if ($other) {
        socket_write($peer, 'data');
        echo ', ', await($other);
    } elseif ($title === 'socket_recv') {
        socket_write($peer, 'data');
        echo ', ', socket_read($ours, 10);
    }
    // Closing under those who wait.
    if ($title !== 'socket_select') {
        [$ours, $peer] = $title === 'socket_accept' ? [listening(), null] : socket_pair_local();
        $waiting = [];
        foreach (range(1, str_contains($title, 'write') || str_contains($title, 'send') ? 1 : 3) as $i) {
            $waiting[] = spawn(fn() => [@$call($ours), socket_last_error() === SOCKET_EBADF || 'error ' . socket_last_error()]);
        }
        suspend();
        socket_close($ours);
        // The number is somebody else's now.
        $again = socket_pair_local();
        socket_write($again[0], 'not for them');
        socket_write($again[1], 'not for them');
        echo ', ', json_encode(array_map(fn($w) => await($w), $waiting));
    }
    echo "\n";
}
?>
--EXPECT--
socket_read: enough, data, [[false,true],[false,true],[false,true]]
socket_read lines: enough, [[false,true],[false,true],[false,true]]
socket_recv: enough, data, [[false,true],[false,true],[false,true]]
socket_recvfrom: enough, [[false,true],[false,true],[false,true]]
socket_recvmsg: enough, [[false,true],[false,true],[false,true]]
socket_write: enough, [[false,true]]
socket_send: enough, [[false,true]]
socket_sendmsg: enough, [[false,true]]
socket_accept: enough, [[false,true],[false,true],[false,true]]
socket_select: enough
