--TEST--
IO-850, IO-1, IO-5: five callers of each function wait at once; the peer answers nobody before all have arrived
--EXTENSIONS--
async
sockets
--FILE--
<?php
use function Async\{spawn, await, suspend};

require __DIR__ . '/../_inc/sockets.inc';

$waits = [
    'socket_read' => fn($socket) => socket_read($socket, 100),
    'socket_read lines' => fn($socket) => socket_read($socket, 100, PHP_NORMAL_READ),
    'socket_recv' => fn($socket) => socket_recv($socket, $buffer, 100, 0) . $buffer,
    'socket_recvfrom' => fn($socket) => socket_recvfrom($socket, $buffer, 100, 0, $from, $port) . $buffer,
    'socket_recvmsg' => function ($socket) {
        $message = ['name' => [], 'buffer_size' => 100, 'controllen' => socket_cmsg_space(SOL_SOCKET, SCM_RIGHTS, 1)];
        return socket_recvmsg($socket, $message, 0) . $message['iov'][0];
    },
    'socket_select' => function ($socket) {
        $read = ['key' => $socket];
        $write = $except = null;
        return socket_select($read, $write, $except, null) . key($read) . socket_read($socket, 100);
    },
];
foreach ($waits as $title => $wait) {
    $turns = 0;
    $done = false;
    spawn(function () use (&$turns, &$done) {
        while (!$done) {
            $turns++;
            suspend();
        }
    });
    $peers = $callers = [];
    $arrived = 0;
    for ($i = 0; $i < 5; $i++) {
        [$ours, $peers[$i]] = socket_pair_local();
        $callers[] = spawn(function () use ($ours, $wait, &$arrived) {
            socket_write($ours, 'here');
            $arrived++;
            return $wait($ours);
        });
    }
    foreach ($peers as $peer) {
        socket_read($peer, 4);
    }
    for ($i = 0; $i < 5; $i++) {
        suspend();
    }
    echo "$title: $arrived arrived, ", count(array_filter($callers, fn($c) => $c->isCompleted())), ' done; ';
    foreach ($peers as $i => $peer) {
        socket_write($peer, "n$i\n");
    }
    $results = array_map(fn($caller) => await($caller), $callers);
    $done = true;
    echo $turns > 0 ? 'turns; ' : "only $turns turns; ", json_encode($results), "\n";
}

// Accepting and connecting.
$listeners = $callers = [];
$arrived = 0;
for ($i = 0; $i < 5; $i++) {
    $listeners[] = $listener = listening();
    $callers[] = spawn(function () use ($listener, &$arrived) {
        $arrived++;
        return socket_read(socket_accept($listener), 100);
    });
}
suspend();
echo "accept: $arrived arrived, ";
foreach ($listeners as $i => $listener) {
    socket_getsockname($listener, $address, $port);
    $client = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    socket_connect($client, $address, $port);
    socket_write($client, "a$i");
    socket_close($client);
}
echo json_encode(array_map(fn($caller) => await($caller), $callers)), "\n";

// Several on one listener: each connection wakes one, the oldest first (IO-212's rule, as for streams).
$listener = listening();
socket_getsockname($listener, $address, $port);
$order = [];
$callers = [];
for ($i = 0; $i < 5; $i++) {
    $callers[] = spawn(function () use ($listener, $i, &$order) {
        $accepted = socket_accept($listener);
        $order[] = $i;
        return socket_read($accepted, 100);
    });
}
suspend();
for ($i = 0; $i < 5; $i++) {
    $client = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    socket_connect($client, $address, $port);
    socket_write($client, "b$i");
    socket_close($client);
}
$answers = array_map(fn($caller) => await($caller), $callers);
sort($answers);
sort($order);
echo json_encode([$answers, $order]), "\n";
?>
--EXPECT--
socket_read: 5 arrived, 0 done; turns; ["n0\n","n1\n","n2\n","n3\n","n4\n"]
socket_read lines: 5 arrived, 0 done; turns; ["n0\n","n1\n","n2\n","n3\n","n4\n"]
socket_recv: 5 arrived, 0 done; turns; ["3n0\n","3n1\n","3n2\n","3n3\n","3n4\n"]
socket_recvfrom: 5 arrived, 0 done; turns; ["3n0\n","3n1\n","3n2\n","3n3\n","3n4\n"]
socket_recvmsg: 5 arrived, 0 done; turns; ["3n0\n","3n1\n","3n2\n","3n3\n","3n4\n"]
socket_select: 5 arrived, 0 done; turns; ["1keyn0\n","1keyn1\n","1keyn2\n","1keyn3\n","1keyn4\n"]
accept: 5 arrived, ["a0","a1","a2","a3","a4"]
[["b0","b1","b2","b3","b4"],[0,1,2,3,4]]
