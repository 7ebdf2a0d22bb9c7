--TEST--
IO-231: a connection reset after any byte of a request or of a response ends that call with what stock says, nothing else (any order)
--EXTENSIONS--
async
sockets
--SKIPIF--
<?php if (PHP_DEBUG) die("skip the engine's http:// loses a string when a response breaks off, which a debug build reports"); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';
use function Async\{await, await_all, get_coroutines, spawn};

const REQUEST = "GET /path HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";
const RESPONSE = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nhello, world";

/** Closes with a reset: what is under way to the peer is still delivered before it on loopback. */
function reset_connection($stream): void
{
    socket_set_option(socket_import_stream($stream), SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
    fclose($stream);
}

function request_of($stream): string
{
    for ($request = ''; ($line = fgets($stream)) !== false; ) {
        $request .= $line;
        if ($line === "\r\n") break;
    }
    return $request;
}

error_reporting(0);
await(spawn(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0', $errno, $error, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN,
        stream_context_create(['socket' => ['backlog' => 200]]));
    $address = stream_socket_get_name($server, false);

    // The response breaks off. Each client gets a prefix of the body, or false.
    $answers = [];
    $offsets = range(0, strlen(RESPONSE));
    foreach ($offsets as $offset) {
        $serving = spawn(function () use ($server, $offset) {
            $peer = stream_socket_accept($server, 60);
            request_of($peer);
            fwrite($peer, substr(RESPONSE, 0, $offset));
            reset_connection($peer);
        });
        $answers[$offset] = await(spawn(fn () => file_get_contents("http://$address/path")));
        await($serving);
    }
    $wrong = array_filter($answers, fn ($answer) => $answer !== false && !str_starts_with('hello, world', $answer));
    echo count($answers) === count($offsets) ? 'all answered' : 'some lost', ', ', count($wrong), " wrong\n";

    // The request breaks off, many at once: what the server reads is a prefix of it.
    $offsets = range(0, strlen(REQUEST) - 1);
    $servers = array_map(fn () => spawn(function () use ($server) {
        $peer = stream_socket_accept($server, 60);
        $request = request_of($peer);
        fwrite($peer, RESPONSE);  // perhaps into a closed connection
        fclose($peer);
        return $request;
    }), $offsets);
    await_all(array_map(fn ($offset) => spawn(function () use ($address, $offset) {
        $client = stream_socket_client("tcp://$address");
        fwrite($client, substr(REQUEST, 0, $offset));
        reset_connection($client);
    }), $offsets));
    [$requests, $errors] = await_all($servers);
    $wrong = array_filter($requests, fn ($request) => !str_starts_with(REQUEST, $request));
    echo count($requests) === count($offsets) ? 'all ended' : 'some hang', ', ', count($wrong), ' wrong, ', count($errors), " errors\n";

    // And a whole exchange afterwards.
    $serving = spawn(function () use ($server) {
        $peer = stream_socket_accept($server, 60);
        request_of($peer);
        fwrite($peer, RESPONSE);
    });
    echo file_get_contents("http://$address/path"), "\n";
    await($serving);
}));
echo count(get_coroutines()), "\n";
?>
--EXPECT--
all answered, 0 wrong
all ended, 0 wrong, 0 errors
hello, world
1
