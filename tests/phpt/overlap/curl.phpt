--TEST--
IO-900, IO-908, IO-1: five curl_exec() and five curl_multi_select(); the server answers when all have asked
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';

function transfer(string $url): CurlHandle
{
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    return $curl;
}
$calls = [
    'curl_exec' => fn($url) => curl_exec(transfer($url)),
    'curl_multi_select' => function ($url) {
        $multi = curl_multi_init();
        curl_multi_add_handle($multi, $curl = transfer($url));
        for (;;) {
            curl_multi_exec($multi, $running);
            if (!$running) {
                return curl_multi_getcontent($curl);
            }
            curl_multi_select($multi, 1000);
        }
    },
];
$server = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($server, false);
foreach ($calls as $function => $call) {
    $peers = [];
    overlap($function, fn($i) => $call("http://$address/$i"), function () use (&$peers) {
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
?>
--EXPECT--
curl_exec: 5 arrived, 0 done, turns, ["\/0","\/1","\/2","\/3","\/4"]
curl_multi_select: 5 arrived, 0 done, turns, ["\/0","\/1","\/2","\/3","\/4"]
