--TEST--
IO-70: async.hook_native=off leaves the libraries alone, and the listing says so
--EXTENSIONS--
async
curl
--INI--
async.hook_native=off
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
$order = [];
$transfer = spawn(function () use ($url, &$order) {
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    $order[] = curl_exec($curl);
});
$other = spawn(function () use (&$order) {
    $order[] = 'other';
});
await($transfer);
await($other);
echo implode(' ', $order), "\n";

ob_start();
phpinfo(INFO_MODULES);
preg_match_all('/^(curl|pgsql|pdo_pgsql|TLS of stream transports) => L3 => (.*)$/m', ob_get_clean(), $rows, PREG_SET_ORDER);
foreach ($rows as [, $facility, $state]) {
    echo "$facility: $state\n";
}
?>
--EXPECT--
hello other
curl: off by ini
pgsql: off by ini
pdo_pgsql: off by ini
TLS of stream transports: off by ini
