--TEST--
IO-40, IO-304: several readers of one TLS stream; no byte is lost or read twice (any order)
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/tls.inc';
use function Async\{spawn, await, suspend};

await(spawn(function () {
    [$a, $b] = tls_pair();
    $read = function (int $size) use ($b) {
        $got = [];
        while (($bytes = fread($b, $size)) !== '' && $bytes !== false) {
            array_push($got, ...unpack('N*', $bytes));
        }
        return $got;
    };
    $readers = [spawn($read, 4), spawn($read, 4000), spawn($read, 20000), spawn($read, 8)];
    for ($i = 0; $i < 5000; $i = $end) {
        $end = min(5000, $i + (mt_rand(1, 3) === 1 ? 2500 : mt_rand(1, 20)));
        fwrite($a, pack('N*', ...range($i, $end - 1)));
        if (mt_rand(0, 1)) {
            suspend();
        }
    }
    stream_socket_shutdown($a, STREAM_SHUT_WR);  // closing would reset: nobody has read the session tickets
    $all = array_merge(...array_map(await(...), $readers));
    sort($all);
    var_dump($all === range(0, 4999));
}));
?>
--EXPECT--
bool(true)
