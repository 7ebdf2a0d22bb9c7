--TEST--
IO-900: 200 transfers wait at the same time, by address and by name (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
$named = str_replace('127.0.0.1', 'localhost', $url);
$get = function (string $url): string|bool {
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_IPRESOLVE, CURL_IPRESOLVE_V4);
    return curl_exec($curl) . curl_error($curl);
};
// Nobody is answered before all have asked.
$transfers = [];
for ($i = 0; $i < 200; $i++) {
    $transfers[] = spawn($get, ($i % 10 ? $url : $named) . "/barrier?n=200&id=$i");
}
$right = 0;
foreach ($transfers as $i => $transfer) {
    $right += await($transfer) === (string) $i;
}
var_dump($right);

// The main flow is a coroutine as well (IO-3).
$other = spawn($get, "$url/barrier?n=2&id=other");
var_dump($get("$url/barrier?n=2&id=main"), await($other));
?>
--EXPECT--
int(200)
string(4) "main"
string(5) "other"
