--TEST--
IO-909: a multi handle that is collected with its transfers under way (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
await(spawn(function () use ($url) {
    $cycle = new stdClass();
    $cycle->self = $cycle;
    $cycle->multi = curl_multi_init();
    for ($i = 0; $i < 3; $i++) {
        curl_multi_add_handle($cycle->multi, curl_init("$url/hang"));
    }
    $watch = curl_init("$url/hung?n=3");
    curl_setopt($watch, CURLOPT_RETURNTRANSFER, true);
    $arrived = spawn(fn() => curl_exec($watch));
    while (!$arrived->isCompleted()) {
        curl_multi_exec($cycle->multi, $running);
    }
    unset($cycle);
    gc_collect_cycles();
    curl_setopt($watch, CURLOPT_URL, "$url/gone?n=3");  // their connections were closed
    echo curl_exec($watch), "\n";
}));
?>
--EXPECT--
3
