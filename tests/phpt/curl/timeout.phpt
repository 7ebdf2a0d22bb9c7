--TEST--
IO-907, IO-23: libcurl's own timeout ends one transfer while another goes on (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
$late = spawn(function () use ($url) {
    $curl = curl_init("$url/hang");
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_TIMEOUT_MS, 400);  // time for the peer to hear of it, under Valgrind too
    $result = curl_exec($curl);
    echo 'late: ', json_encode($result), ' ', curl_errno($curl), "\n";
    curl_setopt_array($curl, [CURLOPT_URL => $url, CURLOPT_TIMEOUT_MS => 60000]);
    $result = curl_exec($curl);
    echo 'again: ', $result, ' ', curl_errno($curl), "\n";
});
$other = spawn(function () use ($url) {
    $curl = curl_init("$url/gone?n=1");  // answered when the late one has given up
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    return curl_exec($curl);
});
await($late);
echo 'other: ', await($other), "\n";
?>
--EXPECT--
late: false 28
again: hello 0
other: 1
