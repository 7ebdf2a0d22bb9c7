--TEST--
IO-211, IO-212, IO-1, IO-4: five stream_socket_accept(), on listeners of their own and on one; nobody connects before all wait
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';

$path = sys_get_temp_dir() . '/async-overlap-' . getmypid();
$kinds = [
    'tcp' => fn($i) => stream_socket_server('tcp://127.0.0.1:0'),
    'unix' => fn($i) => stream_socket_server("unix://$path-$i"),
];
foreach ($kinds as $kind => $server) {
    $listeners = array_map($server, range(0, CALLERS - 1));
    foreach (['one each' => 1, 'one for all' => 0] as $title => $own) {
        overlap("$kind, $title", function ($i) use ($listeners, $own) {
            arrived();
            return fgets(stream_socket_accept($listeners[$own * $i], -1));
        }, function () use ($listeners, $kind, $own) {
            for ($i = 0; $i < CALLERS; $i++) {
                $client = stream_socket_client("$kind://" . stream_socket_get_name($listeners[$own * $i], false));
                fwrite($client, "n$i\n");
            }
        });
    }
}
array_map(unlink(...), glob("$path-*"));
?>
--EXPECT--
tcp, one each: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
tcp, one for all: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
unix, one each: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
unix, one for all: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
