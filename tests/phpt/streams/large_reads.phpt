--TEST--
IO-220: unbuffered reads of every length give the bytes of a socket in their order, in no larger pieces than asked; a datagram is cut as by recv()
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn};

mt_srand(7);
$sent = '';
for ($i = 0; $i < 1 << 18; $i++) {
    $sent .= pack('N', mt_rand());
}
foreach ([1000, 4095, 4096, 4097, 65536, 131071, 131072, 131073, 300000, 2 << 20] as $length) {
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    stream_set_read_buffer($b, 0);
    $reader = spawn(function () use ($b, $length) {
        $all = '';
        $largest = 0;
        while (($piece = fread($b, $length)) !== '' && $piece !== false) {
            $all .= $piece;
            $largest = max($largest, strlen($piece));
        }
        return [$all, $largest, ftell($b)];
    });
    await(spawn(function () use ($a, $sent) {
        fwrite($a, $sent);
        fclose($a);
    }));
    [$all, $largest, $position] = await($reader);
    echo $length, ': ', var_export($all === $sent && $largest <= $length && $position === strlen($sent), true), "\n";
}

[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0);
stream_set_read_buffer($b, 0);
await(spawn(function () use ($a, $b, $sent) {
    foreach ([5000, 20000] as $i => $size) {
        fwrite($a, substr($sent, $i, $size));
    }
    var_dump(fread($b, 4096) === substr($sent, 0, 4096), fread($b, 200000) === substr($sent, 1, 20000));
}));
?>
--EXPECT--
1000: true
4095: true
4096: true
4097: true
65536: true
131071: true
131072: true
131073: true
300000: true
2097152: true
bool(true)
bool(true)
