--TEST--
IO-653, IO-507, IO-1: http:// and https:// through every function that opens a URL, five callers each
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/tls.inc';
use function Async\spawn;

$copy = sys_get_temp_dir() . '/async-overlap-' . getmypid();
$context = stream_context_create(['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]]);
stream_context_set_default(stream_context_get_options($context));
$calls = [
    'file_get_contents' => fn($url) => file_get_contents($url),
    'fopen, fgets' => fn($url) => fgets(fopen($url, 'r')),
    'file' => fn($url) => file($url),
    'readfile' => function ($url) {
        ob_start();
        return readfile($url) . ob_get_clean();
    },
    'copy' => fn($url, $i) => copy($url, "$copy-$i") . file_get_contents("$copy-$i"),
    'get_headers' => fn($url) => get_headers($url)[0],
    'SplFileObject' => fn($url) => (new SplFileObject($url))->fgets(),
];
$servers = ['http' => stream_socket_server('tcp://127.0.0.1:0'), 'https' => tls_server()];
foreach ($servers as $scheme => $server) {
    $address = stream_socket_get_name($server, false);
    foreach ($calls as $function => $call) {
        $peers = [];
        overlap("$function, $scheme", fn($i) => $call("$scheme://$address/$i", $i), function () use (&$peers) {
            foreach ($peers as [$peer, $path]) {
                fwrite($peer, "HTTP/1.0 200 OK\r\n\r\n$path");
                fclose($peer);
            }
        }, function () use ($server, &$peers) {
            while (count($peers) < CALLERS) {
                $peer = stream_socket_accept($server, -1);
                $path = explode(' ', fgets($peer))[1];
                while (rtrim(fgets($peer)) !== '');
                $peers[] = [$peer, $path];
            }
        });
    }
}
array_map(unlink(...), glob("$copy-*"));
?>
--EXPECT--
file_get_contents, http: 5 arrived, 0 done, turns, ["\/0","\/1","\/2","\/3","\/4"]
fopen, fgets, http: 5 arrived, 0 done, turns, ["\/0","\/1","\/2","\/3","\/4"]
file, http: 5 arrived, 0 done, turns, [["\/0"],["\/1"],["\/2"],["\/3"],["\/4"]]
readfile, http: 5 arrived, 0 done, turns, ["2\/0","2\/1","2\/2","2\/3","2\/4"]
copy, http: 5 arrived, 0 done, turns, ["1\/0","1\/1","1\/2","1\/3","1\/4"]
get_headers, http: 5 arrived, 0 done, turns, ["HTTP\/1.0 200 OK","HTTP\/1.0 200 OK","HTTP\/1.0 200 OK","HTTP\/1.0 200 OK","HTTP\/1.0 200 OK"]
SplFileObject, http: 5 arrived, 0 done, turns, ["\/0","\/1","\/2","\/3","\/4"]
file_get_contents, https: 5 arrived, 0 done, turns, ["\/0","\/1","\/2","\/3","\/4"]
fopen, fgets, https: 5 arrived, 0 done, turns, ["\/0","\/1","\/2","\/3","\/4"]
file, https: 5 arrived, 0 done, turns, [["\/0"],["\/1"],["\/2"],["\/3"],["\/4"]]
readfile, https: 5 arrived, 0 done, turns, ["2\/0","2\/1","2\/2","2\/3","2\/4"]
copy, https: 5 arrived, 0 done, turns, ["1\/0","1\/1","1\/2","1\/3","1\/4"]
get_headers, https: 5 arrived, 0 done, turns, ["HTTP\/1.0 200 OK","HTTP\/1.0 200 OK","HTTP\/1.0 200 OK","HTTP\/1.0 200 OK","HTTP\/1.0 200 OK"]
SplFileObject, https: 5 arrived, 0 done, turns, ["\/0","\/1","\/2","\/3","\/4"]
