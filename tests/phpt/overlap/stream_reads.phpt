--TEST--
IO-220, IO-225, IO-1, IO-4, IO-5: five readers of each kind, on tcp, unix and pairs; the peers write when all have come
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/streams.inc';

$path = sys_get_temp_dir() . '/async-overlap-' . getmypid();
$listener = stream_socket_server("unix://$path");
$pairs = [
    'tcp' => tcp_pair(...),
    'unix' => fn() => [stream_socket_client("unix://$path"), stream_socket_accept($listener)],
    'pair' => unix_pair(...),
];
$reads = [
    'fread' => fn($stream) => fread($stream, 100),
    'fgets' => fn($stream) => fgets($stream),
    'fgetc' => fn($stream) => fgetc($stream),
    'fgetcsv' => fn($stream) => fgetcsv($stream, null, ',', '"', ''),
    'fscanf' => fn($stream) => fscanf($stream, 'n%d'),
    'stream_get_line' => fn($stream) => stream_get_line($stream, 100, "\n"),
    'stream_get_contents' => fn($stream) => stream_get_contents($stream),
    'stream_get_contents of 2' => fn($stream) => stream_get_contents($stream, 2),
    'stream_socket_recvfrom' => fn($stream) => stream_socket_recvfrom($stream, 100),
    'fpassthru' => function ($stream) {
        ob_start();
        return fpassthru($stream) . ob_get_clean();
    },
    'stream_copy_to_stream' => function ($stream) {
        $copy = fopen('php://memory', 'w+');
        return stream_copy_to_stream($stream, $copy) . stream_get_contents($copy, null, 0);
    },
];
foreach ($reads as $function => $read) {
    foreach ($function === 'fread' ? $pairs : ['tcp' => $pairs['tcp']] as $kind => $pair) {
        $peers = [];
        overlap("$function, $kind", function ($i) use ($pair, $read, &$peers) {
            [$stream, $peers[$i]] = $pair();
            arrived();
            return $read($stream);
        }, function () use (&$peers) {
            foreach ($peers as $i => $peer) {
                fwrite($peer, "n$i\n");
                fclose($peer);
            }
        });
    }
}
unlink($path);
?>
--EXPECT--
fread, tcp: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
fread, unix: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
fread, pair: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
fgets, tcp: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
fgetc, tcp: 5 arrived, 0 done, turns, ["n","n","n","n","n"]
fgetcsv, tcp: 5 arrived, 0 done, turns, [["n0"],["n1"],["n2"],["n3"],["n4"]]
fscanf, tcp: 5 arrived, 0 done, turns, [[0],[1],[2],[3],[4]]
stream_get_line, tcp: 5 arrived, 0 done, turns, ["n0","n1","n2","n3","n4"]
stream_get_contents, tcp: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
stream_get_contents of 2, tcp: 5 arrived, 0 done, turns, ["n0","n1","n2","n3","n4"]
stream_socket_recvfrom, tcp: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
fpassthru, tcp: 5 arrived, 0 done, turns, ["3n0\n","3n1\n","3n2\n","3n3\n","3n4\n"]
stream_copy_to_stream, tcp: 5 arrived, 0 done, turns, ["3n0\n","3n1\n","3n2\n","3n3\n","3n4\n"]
