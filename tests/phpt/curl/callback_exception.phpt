--TEST--
IO-903: an exception of a callback stops its transfer, is thrown once, and leaves the errno; other transfers go on (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await, delay};

$url = http_peer();

echo "-- curl_exec\n";
$options = ['write' => CURLOPT_WRITEFUNCTION, 'header' => CURLOPT_HEADERFUNCTION, 'xferinfo' => CURLOPT_XFERINFOFUNCTION,
    'progress' => CURLOPT_PROGRESSFUNCTION, 'read' => CURLOPT_READFUNCTION];
foreach ($options as $name => $option) {
    $calls = 0;
    $curl = curl_init($name == 'read' ? "$url/echo" : "$url/bytes?n=200000&chunk=1000");
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_NOPROGRESS, !in_array($name, ['xferinfo', 'progress']));
    if ($name == 'read') {
        curl_setopt($curl, CURLOPT_UPLOAD, true);
        curl_setopt($curl, CURLOPT_INFILESIZE, 1000);
    }
    curl_setopt($curl, $option, function () use (&$calls, $name) {
        $calls++;
        delay(1);
        throw new LogicException($name);
    });
    await(spawn(function () use ($curl) {
        try {
            curl_exec($curl);
            echo "not reached\n";
        } catch (LogicException $e) {
            echo $e->getMessage(), ' ', curl_errno($curl), ' previous=', json_encode($e->getPrevious() !== null), "\n";
        }
    }));
    echo $calls, " call\n";
}

echo "-- curl_multi_exec\n";
$multi = curl_multi_init();
$handles = [];
$received = ['a' => 0, 'b' => 0, 'c' => 0];
foreach (['a', 'b', 'c'] as $name) {
    $handles[$name] = curl_init("$url/bytes?n=50000&chunk=1000");
    curl_setopt($handles[$name], CURLOPT_WRITEFUNCTION, function ($curl, $data) use ($name, &$received) {
        delay(1);
        if ($name === 'b') {
            throw new LogicException('b');
        }
        $received[$name] += strlen($data);
        return strlen($data);
    });
    curl_multi_add_handle($multi, $handles[$name]);
}
await(spawn(function () use ($multi, $handles) {
    do {
        try {
            curl_multi_exec($multi, $running);
        } catch (LogicException $e) {
            echo 'caught ', $e->getMessage(), ', errno of b: ', curl_errno($handles['b']), ' ', curl_error($handles['b']), "\n";
        }
        if ($running) {
            curl_multi_select($multi, 1.0);
        }
    } while ($running);
    $results = [];
    while ($info = curl_multi_info_read($multi, $left)) {
        $results[array_search($info['handle'], $handles, true)] = $info['result'];
        $lefts[] = $left;
    }
    ksort($results);
    echo json_encode($results), ' left ', json_encode($lefts), "\n";
}));
print_r($received);
?>
--EXPECTF--
-- curl_exec
write 23 previous=false
1 call
header 23 previous=false
1 call
xferinfo 42 previous=false
1 call
progress 42 previous=false
1 call
read 42 previous=false
1 call
-- curl_multi_exec
caught b, errno of b: 23 Fail%s
{"a":0,"b":23,"c":0} left [2,1,0]
Array
(
    [a] => 50000
    [b] => 0
    [c] => 50000
)
