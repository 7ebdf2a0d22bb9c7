--TEST--
IO-231, IO-901: a server that is killed in the middle of its answers ends each client's call, whatever it was at; nobody waits for ever (any order)
--EXTENSIONS--
async
posix
sockets
--SKIPIF--
<?php if (PHP_OS_FAMILY === 'Windows') die('skip no SIGKILL'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';
use Async\Channel;
use function Async\{await_all, get_coroutines, spawn};

$server_code = <<<'CODE'
<?php
use function Async\{delay, spawn};
$server = stream_socket_server('tcp://127.0.0.1:0', $errno, $error, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN,
    stream_context_create(['socket' => ['backlog' => 500]]));
echo stream_socket_get_name($server, false), "\n";
while ($peer = stream_socket_accept($server, 3600)) {
    spawn(function () use ($peer) {
        $path = explode(' ', (string) fgets($peer))[1] ?? '';
        if ($path === '/read-nothing') delay(1000000);
        while (trim((string) fgets($peer)) !== '');
        if ($path !== '/silent') fwrite($peer, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        if ($path === '/body') fwrite($peer, 'the beginning');
        delay(1000000);
    });
}
CODE;
$script = tempnam(sys_get_temp_dir(), 'async-storm');
file_put_contents($script, $server_code);
$process = proc_open(php_child($script), [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes);
$address = trim(fgets($pipes[1]));
[$host, $port] = explode(':', $address);
$line = fn (string $path) => "GET /$path HTTP/1.1\r\nHost: a.test\r\n\r\n";
$connected = fn () => stream_socket_client("tcp://$address");
$asked = function (string $path) use ($connected, $line) {
    fwrite($stream = $connected(), $line($path));
    return $stream;
};
$begun = new Channel(1000);
$up_to = function ($stream) use ($begun) {  // the header is there: the answer has begun
    while (trim((string) fgets($stream)) !== '');
    $begun->send(true);
    return $stream;
};
$calls = [
    'reads an answer that never began' => function () use ($asked, $begun) { $stream = $asked('silent'); $begun->send(true); return stream_get_contents($stream); },
    'reads a body' => fn () => stream_get_contents($up_to($asked('body')), 1000000) === 'the beginning' ? '' : 'something else',
    'reads lines' => fn () => (string) fgets($up_to($asked('header'))),
    'writes to one that does not read' => function () use ($asked, $begun) {
        $stream = $asked('read-nothing');
        $begun->send(true);
        while (@fwrite($stream, str_repeat('x', 100000)) > 0);
        return '';
    },
    'selects' => function () use ($up_to, $asked) {
        $read = [$up_to($asked('header'))];
        $none = null;
        stream_select($read, $none, $none, 3600);
        return stream_get_contents($read[0]);
    },
    'socket_recv()' => function () use ($host, $port, $line, $begun) {
        $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
        socket_connect($socket, $host, (int) $port);
        socket_write($socket, $line('silent'));
        $begun->send(true);
        return (string) @socket_read($socket, 10);
    },
    'http wrapper' => function () use ($address, $begun) {
        $stream = fopen("http://$address/body", 'r');
        $begun->send(true);
        return stream_get_contents($stream) === 'the beginning' ? '' : 'something else';
    },
];
if (extension_loaded('curl')) {
    $calls['curl'] = function () use ($address, $begun) {
        $curl = curl_init("http://$address/body");
        curl_setopt($curl, CURLOPT_WRITEFUNCTION, function ($curl, $data) use ($begun) {
            $begun->send(true);
            return strlen($data);
        });
        curl_exec($curl);
        return in_array(curl_errno($curl), [18, 56], true) ? '' : curl_errno($curl);
    };
}
$each = storm(20);
$clients = [];
foreach ($calls as $name => $call) {
    for ($i = 0; $i < $each; $i++) $clients[] = spawn(fn () => @$call() === '' ? 'ended' : "$name: wrong");
}
for ($i = 0; $i < count($clients); $i++) $begun->recv();
proc_terminate($process, 9);
[$results, $errors] = await_all($clients);
echo json_encode(array_keys(array_flip($results))), ' ', count($results) === $each * count($calls) ? 'all' : count($results), ' ', count($errors), " errors\n";
proc_close($process);
echo @stream_socket_client("tcp://$address", $errno, $error) === false && $errno === SOCKET_ECONNREFUSED ? 'refused from now on' : $error, "\n";
unset($clients);
echo count(get_coroutines()), "\n";
unlink($script);
?>
--EXPECT--
["ended"] all 0 errors
refused from now on
1
