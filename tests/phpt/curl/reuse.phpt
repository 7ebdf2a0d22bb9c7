--TEST--
IO-906: a handle is used again and again, keeps its connection, and takes other targets (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
$curl = curl_init();
curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
$ask = function (string $path) use ($curl, $url) {
    curl_setopt($curl, CURLOPT_URL, $url . $path);
    return curl_exec($curl);
};
$first = await(spawn($ask, '/connection'));
var_dump(await(spawn($ask, '/connection')) === $first, $ask('/connection') === $first);
var_dump(await(spawn($ask, '/redirect?n=0')));

await(spawn(function () use ($curl, $url) {
    $before = [];
    for ($i = 0; $i < 3; $i++) {
        [$file, $log] = $now = [tmpfile(), tmpfile()];
        curl_setopt($curl, CURLOPT_URL, "$url/bytes?n=" . (1000 + $i));
        curl_setopt($curl, CURLOPT_FILE, $file);
        curl_setopt($curl, CURLOPT_VERBOSE, true);
        curl_setopt($curl, CURLOPT_STDERR, $log);
        array_map(fclose(...), $before);
        curl_exec($curl);
        echo fstat($file)['size'], ' ', fstat($log)['size'] > 0 ? 'log' : 'no log', "\n";
        $before = $now;
    }
    curl_reset($curl);
    array_map(fclose(...), $before);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_FOLLOWLOCATION, true);
    curl_setopt($curl, CURLOPT_URL, "$url/redirect?n=5");
    var_dump(curl_exec($curl), curl_getinfo($curl, CURLINFO_REDIRECT_COUNT));
    var_dump(curl_errno($curl));
}));
?>
--EXPECT--
bool(true)
bool(true)
string(7) "arrived"
1000 log
1001 log
1002 log
string(7) "arrived"
int(5)
int(0)
