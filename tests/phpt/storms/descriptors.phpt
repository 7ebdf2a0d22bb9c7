--TEST--
IO-30: without free descriptors accept, connect, proc_open and open answer with PHP's warnings, and everything goes on when there are some again (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (PHP_OS_FAMILY === 'Windows') die('skip no ulimit'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';

[$text, $status] = limited_php('ulimit -n 64;', <<<'CODE'
use function Async\{await, await_all, spawn, suspend};

set_error_handler(function ($level, $text) {
    if (!(error_reporting() & $level)) return true;
    echo '  warning: ', preg_replace(['/127\.0\.0\.1:\d+/', '~/\S+/~'], ['ADDRESS', ''], $text), "\n";
    return true;
});
await(spawn(function () {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    $address = 'tcp://' . stream_socket_get_name($server, false);
    // Asked for while there are descriptors, arrives when there are none.
    $spare = fopen(__FILE__, 'r');
    $acceptor = spawn(fn () => stream_socket_accept($server, 10));
    suspend();
    $hog = [];
    for (;;) {
        $pair = @stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        if (!$pair) break;
        array_push($hog, ...$pair);
    }
    while ($one = @fopen('/dev/null', 'r')) $hog[] = $one;
    echo "none left\n";
    fclose($spare);
    $client = stream_socket_client($address);  // takes the last one
    echo "accept\n";
    var_dump(await($acceptor));
    echo "connect\n";
    var_dump(stream_socket_client($address, $errno, $error), $errno);
    echo "open\n";
    var_dump(file_get_contents(__FILE__) === false);
    echo "proc_open\n";
    var_dump(proc_open(['true'], [['pipe', 'r']], $pipes));
    echo "exec\n";
    var_dump(exec('echo x'));
    echo "stream_socket_pair\n";
    var_dump(stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0));
    $hog = [];
    echo "some again\n";
    // The refused connection is still in the queue.
    $served = stream_socket_accept($server, 10);
    fwrite($client, "hello\n");
    echo fgets($served), exec('echo a command'), "\n";
    [$results, $errors] = await_all(array_map(fn ($i) => spawn(function () use ($address) {
        return strlen(file_get_contents(__FILE__)) > 100 && is_resource(stream_socket_client($address));
    }), range(1, 10)));
    var_dump(array_sum($results), $errors);
}));
var_dump(count(Async\get_coroutines()));
CODE);
echo $text, "\n", $status, "\n";
?>
--EXPECTF--
none left
accept
  warning: stream_socket_accept(): Accept failed: Too many open files
bool(false)
connect
  warning: stream_socket_client(): Unable to connect to tcp://ADDRESS (Unknown error)
bool(false)
int(0)
open
  warning: file_get_contents(%s): Failed to open stream: Too many open files
bool(true)
proc_open
  warning: proc_open(): %s Too many open files
bool(false)
exec
  warning: exec(): Unable to fork [echo x]
bool(false)
stream_socket_pair
  warning: stream_socket_pair(): Failed to create sockets: [24]: Too many open files
bool(false)
some again
hello
a command
int(10)
array(0) {
}
int(1)
0
