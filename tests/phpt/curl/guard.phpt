--TEST--
IO-911, IO-44: a handle another coroutine is in the middle of using (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await, suspend};

$url = http_peer();
$get = function (string $path) use ($url) {
    $curl = curl_init($url . $path);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    return curl_exec($curl);
};
$complain = function (Closure $call) {
    try {
        var_dump($call());
    } catch (Async\AsyncException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
};

$curl = curl_init("$url/barrier?n=2&id=first");
curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
$first = spawn(fn() => curl_exec($curl));
while (!$first->isStarted()) suspend();
foreach ([fn() => curl_exec($curl), fn() => curl_reset($curl)] as $call) {
    await(spawn($complain, $call));
}
$get('/barrier?n=2&id=second');
var_dump(await($first), curl_errno($curl));
curl_setopt($curl, CURLOPT_URL, $url);
var_dump(curl_exec($curl));

$multi = curl_multi_init();
$curl = curl_init("$url/hang");
curl_multi_add_handle($multi, $curl);
$drive = spawn(function () use ($multi) {
    do {
        curl_multi_exec($multi, $running);
        curl_multi_select($multi, 60.0);
    } while ($running);
});
$get('/hung?n=1');
await(spawn($complain, fn() => curl_multi_select($multi, 1.0)));
$drive->cancel();
try {
    await($drive);
} catch (Async\AsyncCancellation) {
    echo "cancelled\n";
}
// The guard is gone with the cancelled call.
var_dump(curl_multi_select($multi, 0.0));
?>
--EXPECT--
Async\AsyncException: cURL handle is already in use by another coroutine
Async\AsyncException: cURL handle is already in use by another coroutine
string(5) "first"
int(0)
string(5) "hello"
Async\AsyncException: cURL multi handle is already in use by another coroutine
cancelled
int(0)
