--TEST--
IO-240, IO-1, IO-4: five stream_socket_recvfrom() on udp and udg sockets, of their own and on one
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';

$path = sys_get_temp_dir() . '/async-overlap-' . getmypid();
$kinds = [
    'udp' => fn($i) => stream_socket_server('udp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND),
    'udg' => fn($i) => stream_socket_server("udg://$path-$i", $code, $text, STREAM_SERVER_BIND),
];
foreach ($kinds as $kind => $server) {
    $sockets = array_map($server, range(0, CALLERS - 1));
    foreach (['one each' => 1, 'one for all' => 0] as $title => $own) {
        $seen = [];
        overlap("$kind, $title", function ($i) use ($sockets, $own, &$seen) {
            arrived();
            $seen[] = stream_socket_recvfrom($sockets[$own * $i], 100);
        }, function () use ($sockets, $kind, $own) {
            for ($i = 0; $i < CALLERS; $i++) {
                $client = stream_socket_client("$kind://" . stream_socket_get_name($sockets[$own * $i], false));
                fwrite($client, "n$i");
            }
        });
        sort($seen);
        echo implode(' ', $seen), "\n";
    }
}
array_map(unlink(...), glob("$path-*"));
?>
--EXPECT--
udp, one each: 5 arrived, 0 done, turns, [null,null,null,null,null]
n0 n1 n2 n3 n4
udp, one for all: 5 arrived, 0 done, turns, [null,null,null,null,null]
n0 n1 n2 n3 n4
udg, one each: 5 arrived, 0 done, turns, [null,null,null,null,null]
n0 n1 n2 n3 n4
udg, one for all: 5 arrived, 0 done, turns, [null,null,null,null,null]
n0 n1 n2 n3 n4
