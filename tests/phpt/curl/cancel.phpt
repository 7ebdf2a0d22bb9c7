--TEST--
IO-910, IO-10, IO-12: a cancelled transfer drops its connection and leaves a handle that can be used again (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

final class Stop extends Async\AsyncCancellation {}

set_error_handler(function (int $level, string $text) {
    echo "complaint: $text\n";
});
$url = http_peer();
$get = function (string $path) use ($url) {
    $curl = curl_init($url . $path);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    return curl_exec($curl);
};

echo "-- curl_exec\n";
$stop = new Stop('enough');
$curl = curl_init("$url/hang");
curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
$transfer = spawn(function () use ($curl, $stop, $get) {
    try {
        curl_exec($curl);
        echo "not reached\n";
    } catch (Async\AsyncCancellation $e) {
        var_dump($e === $stop, $e->getPrevious());
        echo 'IO-16: ', $get('/'), "\n";
    }
});
$get('/hung?n=1');  // it has arrived
$transfer->cancel($stop);
await($transfer);
echo 'gone: ', $get('/gone?n=1'), "\n";
var_dump(curl_errno($curl), curl_error($curl));
curl_setopt($curl, CURLOPT_URL, $url);
var_dump(curl_exec($curl), curl_errno($curl));

echo "-- curl_multi_select\n";
$multi = curl_multi_init();
$curl = curl_init("$url/hang");
curl_multi_add_handle($multi, $curl);
$select = spawn(function () use ($multi) {
    try {
        do {
            curl_multi_exec($multi, $running);
            curl_multi_select($multi, 60.0);
        } while ($running);
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
$get('/hung?n=1');
$select->cancel(new Stop('no more'));
await($select);
curl_multi_exec($multi, $running);
var_dump($running, curl_multi_remove_handle($multi, $curl));
echo 'gone: ', $get('/gone?n=2'), "\n";

echo "-- inside a callback\n";
$curl = curl_init("$url/bytes?n=10");
$self = spawn(function () use ($curl) {
    $outer = Async\current_coroutine();
    curl_setopt($curl, CURLOPT_WRITEFUNCTION, function () use ($outer) {
        spawn(fn() => $outer->cancel(new Stop('from outside')));
        try {
            Async\delay(60000);
        } finally {
            echo "finally\n";
        }
    });
    try {
        curl_exec($curl);
    } catch (Stop $e) {
        echo $e->getMessage(), ' ', curl_errno($curl), "\n";
    }
});
await($self);
?>
--EXPECT--
-- curl_exec
bool(true)
NULL
IO-16: hello
gone: 1
int(42)
string(48) "Operation was aborted by an application callback"
string(5) "hello"
int(0)
-- curl_multi_select
no more
int(1)
int(0)
gone: 2
-- inside a callback
finally
from outside 23
