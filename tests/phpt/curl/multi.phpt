--TEST--
IO-908: multi handles of several coroutines and curl_exec run in parallel (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await, suspend};

$url = http_peer();
$drive = function (array $paths, bool $select = true) use ($url): array {
    $multi = curl_multi_init();
    $handles = [];
    foreach ($paths as $path) {
        $handles[] = $curl = curl_init($url . $path);
        curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
        curl_multi_add_handle($multi, $curl);
    }
    do {
        $status = curl_multi_exec($multi, $running);
        if ($running && $select && curl_multi_select($multi, 5.0) < 1) {
            return ['nothing selected'];
        }
    } while ($running && $status === CURLM_OK);
    $results = array_map(curl_multi_getcontent(...), $handles);
    while ($info = curl_multi_info_read($multi)) {
        $results[] = $info['result'];
    }
    return $results;
};

echo "-- 2 multi handles with 2 transfers each, and curl_exec\n";
$all = [
    spawn($drive, ['/barrier?n=5&id=a', '/barrier?n=5&id=b']),
    spawn($drive, ['/barrier?n=5&id=c', '/barrier?n=5&id=d']),
    spawn(function () use ($url) {
        $curl = curl_init("$url/barrier?n=5&id=e");
        curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
        return [curl_exec($curl)];
    }),
];
foreach ($all as $one) {
    echo json_encode(await($one)), "\n";
}

echo "-- a loop without curl_multi_select() leaves others their turn\n";
$spinner = spawn($drive, ['/barrier?n=2&id=spinner'], false);
$other = spawn(function () use ($url) {
    for ($i = 0; $i < 100; $i++) {
        suspend();
    }
    $curl = curl_init("$url/barrier?n=2&id=other");
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    return curl_exec($curl);
});
echo json_encode(await($spinner)), ' ', await($other), "\n";

echo "-- nothing to wait for\n";
await(spawn(function () {
    $multi = curl_multi_init();
    var_dump(curl_multi_select($multi, 0.001), curl_multi_select($multi, 0.0));
    try {
        curl_multi_select(curl_init());
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}));
?>
--EXPECT--
-- 2 multi handles with 2 transfers each, and curl_exec
["a","b",0,0]
["c","d",0,0]
["e"]
-- a loop without curl_multi_select() leaves others their turn
["spinner",0] other
-- nothing to wait for
int(0)
int(0)
curl_multi_select(): Argument #1 ($multi_handle) must be of type CurlMultiHandle, CurlHandle given
