--TEST--
IO-31: each coroutine finds the error of its own operation, although others fail meanwhile in other ways (any order)
--EXTENSIONS--
async
sockets
posix
--FILE--
<?php
use function Async\{spawn, await_all, suspend};

require __DIR__ . '/../_inc/sockets.inc';

// Right after the call that suspended, both of the socket and the last one of all.
$expected = ['timeout' => SOCKET_EAGAIN, 'refused' => SOCKET_ECONNREFUSED, 'broken' => SOCKET_EPIPE];
$fails = [
    'timeout' => function () {
        [$a, $b] = socket_pair_local();
        socket_set_option($a, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 10000]);
        return [@socket_read($a, 10), $a];
    },
    'refused' => function () {
        $closed = listening();
        socket_getsockname($closed, $address, $port);
        socket_close($closed);
        $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
        return [@socket_connect($socket, 'localhost', $port), $socket];
    },
    'broken' => function () {
        [$a, $b] = socket_pair_local();
        spawn(function () use ($b) { suspend(); socket_close($b); });
        return [@socket_write($a, str_repeat('x', 10000000)) === false ? false : @socket_write($a, 'x'), $a];
    },
];
$calls = [];
for ($round = 0; $round < 5; $round++) {
    foreach ($fails as $name => $fail) {
        $calls[] = spawn(function () use ($name, $fail, $expected) {
            [$answer, $socket] = $fail();
            $last = socket_last_error();
            return $answer === false && $last === $expected[$name] && socket_last_error($socket) === $expected[$name] ? 'right' : "$name $last";
        });
    }
    $calls[] = spawn(function () {
        $answer = @file_get_contents('http://127.0.0.1:1/');
        return $answer === false && str_contains(error_get_last()['message'], 'refused') ? 'right' : error_get_last()['message'];
    });
    $calls[] = spawn(function () {
        posix_kill(getmypid(), 1000);
        return posix_strerror(posix_get_last_error()) === 'Invalid argument' ? 'right' : posix_get_last_error();
    });
}
print_r(array_count_values(await_all($calls)[0]));
?>
--EXPECT--
Array
(
    [right] => 25
)
