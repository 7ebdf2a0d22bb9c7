--TEST--
C-169, C-103: a cancelled stock function fails like the operation it did, and the cancellation is the pending exception
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

[$socket] = $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$calls = [
    'fread' => fn() => fread($socket, 10),
    'fgets' => fn() => fgets($socket),
    'stream_get_contents' => fn() => stream_get_contents($socket),
    'sleep' => fn() => sleep(1000),
    'usleep' => fn() => usleep(1000000000),
    'stream_select' => function () use ($socket) { $r = [$socket]; $w = $e = null; return stream_select($r, $w, $e, 1000); },
];
foreach ($calls as $name => $call) {
    $coroutine = spawn(function () use ($name, $call) {
        $answer = 'never assigned';
        try {
            $answer = $call();
        } catch (Cancellation $e) {
            echo "$name: ", $e->getMessage(), ', ', $answer, ', ', error_get_last() ? 'a warning' : 'no warning', "\n";
        }
        fwrite($GLOBALS['pair'][1], 'still usable');
        echo fread($GLOBALS['socket'], 100), "\n";
    });
    suspend();
    $coroutine->cancel();
    await($coroutine);
}
?>
--EXPECT--
fread: Coroutine cancelled, never assigned, no warning
still usable
fgets: Coroutine cancelled, never assigned, no warning
still usable
stream_get_contents: Coroutine cancelled, never assigned, no warning
still usable
sleep: Coroutine cancelled, never assigned, no warning
still usable
usleep: Coroutine cancelled, never assigned, no warning
still usable
stream_select: Coroutine cancelled, never assigned, no warning
still usable
