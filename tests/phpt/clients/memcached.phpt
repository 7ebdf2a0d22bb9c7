--TEST--
IO-1301, IO-44: libmemcached waits beside others; one client, one coroutine (any order)
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('memcached'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, suspend};

function memcached(): Memcached
{
    $client = new Memcached();
    $client->addServer('127.0.0.1', (int) getenv('ASYNC_TEST_MEMCACHED_PORT'));
    return $client;
}

$key = 'async' . getmypid();
echo json_encode(await_all(array_map(fn ($i) => spawn(function () use ($i, $key) {
    $client = memcached();
    $client->set("$key$i", str_repeat("$i", 100000));
    $client->set("$key:n$i", 4);
    return strlen($client->get("$key$i")) . ' ' . $client->increment("$key:n$i");
}), range(1, 5)))[0]), "\n";

// A server that answers late: others go on, and a second user is told.
$server = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) substr(strrchr(stream_socket_get_name($server, false), ':'), 1);
$slow = new Memcached();
$slow->setOption(Memcached::OPT_POLL_TIMEOUT, 20000);
$slow->setOption(Memcached::OPT_CONNECT_TIMEOUT, 20000);
$slow->addServer('127.0.0.1', $port);
$reader = spawn(fn () => $slow->get('late'));
$peer = stream_socket_accept($server, 20);
echo trim(fgets($peer)), "\n";
try {
    $slow->get('other');
} catch (Async\AsyncException $e) {
    echo preg_replace('~[^ ]*/~', '', $e->getMessage()), "\n";
}
fwrite($peer, "VALUE late 0 5\r\nvalue\r\nEND\r\n");
echo await($reader), "\n";

$cancelled = spawn(function () use ($slow) {
    try {
        $slow->get('never');
    } catch (Throwable $e) {
        return get_class($e);
    }
    return 'answered';
});
fgets($peer);
$cancelled->cancel();
echo await($cancelled), "\n";
?>
--EXPECT--
["100000 5","100000 5","100000 5","100000 5","100000 5"]
get late
Memcached is already in use by another coroutine, at memcached.php:27; this call is at memcached.php:31
value
Async\AsyncCancellation
