--TEST--
IO-61, C-147, C-148: a fatal error while coroutines are parked in streams; shutdown functions use the same streams
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, suspend};

[$a, $b] = tcp_pair();
[$c, $d] = unix_pair();
[$closed] = unix_pair();
$server = stream_socket_server('tcp://127.0.0.1:0');
register_shutdown_function(function () use ($a, $b, $c, $d, $server) {
    fwrite($a, "still works\n");
    echo fgets($b);
    spawn(function () use ($c) {
        fwrite($c, "from a new coroutine\n");
    });
    echo fgets($d);
    fclose($b);
    fclose($server);
    echo "closed\n";
});
spawn(fn() => fgets($b));
spawn(fn() => fgets($d));
spawn(fn() => fwrite($d, str_repeat('x', 5000000)));
spawn(fn() => fwrite($d, 'in the queue'));
spawn(fn() => stream_socket_accept($server));
spawn(function () use ($b) { $read = [$b]; $none = null; stream_select($read, $none, $none, 60); });
spawn(fn() => fgets($closed));
suspend();
fclose($closed);
spawn(function () {
    eval('interface Broken {} class NeverMade implements Broken { abstract function f(); }');
});
suspend();
echo "never\n";
?>
--EXPECTF--

Fatal error: %s
still works
from a new coroutine
closed
