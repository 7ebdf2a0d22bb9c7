--TEST--
IO-851, IO-852, IO-853, IO-854, IO-857, IO-7, IO-31: results, errors and warnings are stock's, in a coroutine and without (any order)
--EXTENSIONS--
async
sockets
--FILE--
<?php
use function Async\{spawn, await};

require __DIR__ . '/../_inc/sockets.inc';

function attempt(string $title, callable $call): string
{
    $warnings = [];
    set_error_handler(function ($level, $text) use (&$warnings) {
        $warnings[] = "$level $text";
        return true;
    });
    try {
        $result = $call();
    } catch (Throwable $e) {
        $result = get_class($e) . ': ' . $e->getMessage();
    }
    restore_error_handler();
    return "$title: " . json_encode([$result, $warnings]);
}

function all(): array
{
    $all = [];
    $all[] = attempt('refused', function () {
        $closed = listening();
        socket_getsockname($closed, $address, $port);
        socket_close($closed);
        $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
        $answer = socket_connect($socket, $address, $port);
        return [$answer, socket_last_error($socket) === SOCKET_ECONNREFUSED, socket_last_error() === SOCKET_ECONNREFUSED];
    });
    foreach (['socket_connect', 'socket_bind'] as $function) {
        $all[] = attempt("$function unresolvable", function () use ($function) {
            $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
            return [$function($socket, 'no.such.host.invalid', 80), socket_last_error($socket) < -10000];
        });
        $all[] = attempt("$function by name", function () use ($function) {
            $listener = listening();
            socket_getsockname($listener, $address, $port);
            $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
            return $function($socket, 'localhost', $function === 'socket_bind' ? 0 : $port);
        });
    }
    $all[] = attempt('sendto unresolvable', function () {
        $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
        return socket_sendto($socket, 'x', 1, 0, 'no.such.host.invalid', 80);
    });
    $all[] = attempt('udp', function () {
        $a = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
        socket_bind($a, '127.0.0.1', 0);
        socket_getsockname($a, $host, $port);
        $b = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
        $sent = socket_sendto($b, 'datagram', 8, 0, '127.0.0.1', $port);
        $got = socket_recvfrom($a, $data, 5, 0, $from, $fromPort);
        return [$sent, $got, $data, $from, $fromPort > 0];
    });
    $all[] = attempt('v6', function () {
        $socket = @socket_create(AF_INET6, SOCK_STREAM, SOL_TCP);
        if (!$socket || !@socket_bind($socket, '::1', 0)) {
            return 'no IPv6';
        }
        return socket_getsockname($socket, $address, $port) && $port > 0 ? $address : false;
    });
    $all[] = attempt('v6 only', fn() => socket_connect(socket_create(AF_INET6, SOCK_STREAM, SOL_TCP), '::1', 1));
    $all[] = attempt('non-blocking', function () {
        [$a, $b] = socket_pair_local();
        socket_set_nonblock($a);
        $answers = [socket_read($a, 10), socket_last_error($a) === SOCKET_EAGAIN, socket_recv($a, $x, 10, 0), $x];
        $listener = listening();
        socket_set_nonblock($listener);
        $answers[] = socket_accept($listener);
        $full = str_repeat('x', 10000000);
        $answers[] = socket_write($a, $full) < 10000000;
        $answers[] = socket_write($a, $full);
        socket_set_block($a);
        socket_write($b, 'back');
        $answers[] = socket_read($a, 10);
        return $answers;
    });
    $all[] = attempt('dontwait', function () {
        [$a] = socket_pair_local();
        return [socket_recv($a, $x, 10, MSG_DONTWAIT), $x, socket_last_error($a) === SOCKET_EAGAIN, socket_recvfrom($a, $x, 10, MSG_DONTWAIT, $y, $z)];
    });
    $all[] = attempt('receive timeout', function () {
        [$a, $b] = socket_pair_local();
        socket_set_option($a, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 20000]);
        $answers = [socket_read($a, 10), socket_last_error($a) === SOCKET_EAGAIN, socket_recv($a, $x, 10, 0), $x, socket_recvfrom($a, $x, 10, 0, $y)];
        socket_write($b, 'later');
        return [...$answers, socket_read($a, 10)];
    });
    $all[] = attempt('accept timeout', function () {
        $listener = listening();
        socket_set_option($listener, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 20000]);
        return [socket_accept($listener), socket_last_error($listener) === SOCKET_EAGAIN];
    });
    $all[] = attempt('send timeout', function () {
        [$a] = socket_pair_local();
        socket_set_option($a, SOL_SOCKET, SO_SNDTIMEO, ['sec' => 0, 'usec' => 20000]);
        $full = str_repeat('x', 10000000);
        $some = socket_write($a, $full);
        return [$some > 0 && $some < 10000000, socket_write($a, $full), socket_last_error($a) === SOCKET_EAGAIN];
    });
    $all[] = attempt('peek', function () {
        [$a, $b] = socket_pair_local();
        socket_write($b, 'abcdef');
        return [socket_recv($a, $x, 3, MSG_PEEK), $x, socket_recv($a, $x, 10, 0), $x];
    });
    $all[] = attempt('waitall', function () {
        [$a, $b] = socket_pair_local();
        socket_write($b, 'abc');
        socket_shutdown($b, 1);
        return [socket_recv($a, $x, 10, MSG_WAITALL), $x, socket_recv($a, $x, 10, MSG_WAITALL), $x];
    });
    $all[] = attempt('oob', function () {
        [$a, $b] = socket_pair_tcp();
        $sent = socket_send($b, '!', 1, MSG_OOB);
        $read = $write = null;
        $except = [$a];
        return [$sent, socket_select($read, $write, $except, 5), socket_recv($a, $x, 1, MSG_OOB), $x];
    });
    $all[] = attempt('end', function () {
        [$a, $b] = socket_pair_local();
        socket_close($b);
        return [socket_read($a, 10), socket_recv($a, $x, 10, 0), $x, socket_write($a, 'x'), socket_last_error($a) === SOCKET_EPIPE];
    });
    $all[] = attempt('lines', function () {
        [$a, $b] = socket_pair_local();
        socket_write($b, "one\ntwo\rthree\n");
        socket_close($b);
        $lines = [];
        for ($i = 0; $i < 3; $i++) {
            $lines[] = socket_read($a, 100, PHP_NORMAL_READ);
        }
        return [...$lines, socket_read($a, 100, PHP_NORMAL_READ), socket_last_error($a)];
    });
    $all[] = attempt('arguments', function () {
        [$a] = socket_pair_local();
        return [attempt('', fn() => socket_read($a, 0)), attempt('', fn() => socket_recv($a, $x, -1, 0)), attempt('', fn() => socket_write($a, 'x', -1)),
            attempt('', fn() => socket_send($a, 'x', -1, 0)), attempt('', fn() => socket_read('x', 1)), attempt('', fn() => socket_connect($a)),
            attempt('', fn() => socket_accept($a))];
    });
    $all[] = attempt('closed', function () {
        [$a] = socket_pair_local();
        socket_close($a);
        return array_map(fn($f) => attempt($f, fn() => $f($a, 1)), ['socket_read', 'socket_write', 'socket_connect'])
            + [9 => attempt('close', fn() => socket_close($a)), 10 => attempt('accept', fn() => socket_accept($a))];
    });
    $all[] = attempt('select', function () {
        [$a, $b] = socket_pair_local();
        $r = [$a];
        $w = [5 => $a];
        $e = [];
        $answers = [socket_select($r, $w, $e, 0), array_keys($r), array_keys($w), $e];
        $r = [$a];
        $w = $e = null;
        $answers[] = [socket_select($r, $w, $e, 0, 2000), $r];
        $r = $w = $e = [];
        $answers[] = attempt('', function () { $r = $w = $e = null; return socket_select($r, $w, $e, 0); });
        $answers[] = attempt('', function () { $r = ['x']; $w = $e = null; return socket_select($r, $w, $e, 0); });
        return $answers;
    });
    $all[] = attempt('addrinfo', function () {
        $listener = listening();
        socket_getsockname($listener, $address, $port);
        $found = socket_addrinfo_lookup('localhost', (string) $port, ['ai_family' => AF_INET, 'ai_socktype' => SOCK_STREAM]);
        return [count($found) > 0, socket_addrinfo_connect($found[0]) instanceof Socket, attempt('', fn() => socket_addrinfo_lookup('no.such.host.invalid'))];
    });
    $all[] = attempt('reflection', fn() => array_map(fn($f) => (string) new ReflectionFunction($f), ['socket_connect', 'socket_read', 'socket_recvfrom', 'socket_close', 'socket_select']));
    return $all;
}

$stock = all();
$cooperative = await(spawn(all(...)));
foreach ($stock as $i => $line) {
    if ($line !== $cooperative[$i]) {
        echo "stock:       $line\ncooperative: $cooperative[$i]\n";
    }
}
echo count($stock) > 20 ? 'all compared' : count($stock), "\n", implode("\n", array_filter($cooperative, fn($line) => preg_match('/^(refused|receive|waitall|lines|peek)/', $line))), "\n";
?>
--EXPECT--
all compared
refused: [[false,true,true],["2 socket_connect(): unable to connect [111]: Connection refused"]]
receive timeout: [[false,true,false,null,false,"later"],[]]
peek: [[3,"abc",6,"abcdef"],[]]
waitall: [[3,"abc",0,null],[]]
lines: [["one\n","two\r","three\n",false,104],["2 socket_read(): unable to read from socket [104]: Connection reset by peer"]]
