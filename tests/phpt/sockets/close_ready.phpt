--TEST--
IO-856, IO-850, IO-10, IO-41: socket_close() and cancel under socket_connect(), inet and unix, and under socket_select(); the number is used again at once
--EXTENSIONS--
async
sockets
--FILE--
<?php
use function Async\{spawn, await, suspend};

require __DIR__ . '/../_inc/sockets.inc';
require __DIR__ . '/../_inc/unanswering.inc';

[$host, $port] = explode(':', substr(unanswering(), strlen('tcp://')));
$path = sys_get_temp_dir() . '/async-full-' . getmypid();
$listener = stream_socket_server("unix://$path", $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, stream_context_create(['socket' => ['backlog' => 0]]));
$first = socket_create(AF_UNIX, SOCK_STREAM, 0);
socket_connect($first, $path);

$others = socket_pair_local();
$keep = [];
$calls = [
    'connect' => [fn() => socket_create(AF_INET, SOCK_STREAM, SOL_TCP), fn($socket) => socket_connect($socket, $host, (int) $port)],
    'connect, unix' => [fn() => socket_create(AF_UNIX, SOCK_STREAM, 0), fn($socket) => socket_connect($socket, $path)],
    'select' => [function () use (&$keep) {
        return ($keep[] = socket_pair_local())[0];
    }, function ($socket) use ($others) {
        $read = [$socket, $others[0]];
        $none = null;
        return socket_select($read, $none, $none, null);
    }],
];
foreach ($calls as $title => [$make, $call]) {
    $waiter = function ($socket) use ($call) {
        set_error_handler(function ($level, $text) use (&$warning) {
            $warning = $text;
            return true;
        });
        try {
            return [$call($socket), $warning];
        } finally {
            restore_error_handler();
        }
    };
    $socket = $make();
    $waiting = spawn($waiter, $socket);
    for ($i = 0; $i < 5; $i++) {
        suspend();
    }
    socket_close($socket);
    $again = $keep[] = socket_pair_local();
    socket_write($again[1], 'not for them');
    socket_write($again[0], 'not for them');
    echo "$title: ", json_encode(await($waiting)), "\n";

    $socket = $make();
    $waiting = spawn($waiter, $socket);
    for ($i = 0; $i < 5; $i++) {
        suspend();
    }
    $waiting->cancel(new Async\AsyncCancellation('enough'));
    try {
        await($waiting);
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), ', ', is_int(socket_get_option($socket, SOL_SOCKET, SO_TYPE)) ? 'open' : 'closed', "\n";
    }
}
unlink($path);

// The limit of the socket itself.
$listener = stream_socket_server("unix://$path", $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, stream_context_create(['socket' => ['backlog' => 0]]));
$first = socket_create(AF_UNIX, SOCK_STREAM, 0);
socket_connect($first, $path);
$socket = socket_create(AF_UNIX, SOCK_STREAM, 0);
socket_set_option($socket, SOL_SOCKET, SO_SNDTIMEO, ['sec' => 0, 'usec' => 20000]);
var_dump(await(spawn(fn() => @socket_connect($socket, $path))), socket_last_error($socket) === SOCKET_EAGAIN);
unlink($path);
?>
--EXPECT--
connect: [false,"socket_connect(): unable to connect [9]: Bad file descriptor"]
enough, open
connect, unix: [false,"socket_connect(): unable to connect [9]: Bad file descriptor"]
enough, open
select: [false,"socket_select(): Unable to select [9]: Bad file descriptor"]
enough, open
bool(false)
bool(true)
