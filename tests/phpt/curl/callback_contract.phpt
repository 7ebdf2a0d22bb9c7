--TEST--
IO-902: what a callback answers means what it means without coroutines (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
await(spawn(function () use ($url) {
    foreach (['write', 'header'] as $kind) {
        foreach ([1, 0, -1, 'all'] as $answer) {
            $curl = curl_init("$url/bytes?n=10");
            curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
            curl_setopt($curl, $kind == 'write' ? CURLOPT_WRITEFUNCTION : CURLOPT_HEADERFUNCTION,
                fn($curl, $data) => $answer === 'all' ? strlen($data) : $answer);
            $result = curl_exec($curl);
            echo "$kind $answer: ", json_encode($result !== false), ' ', curl_errno($curl), "\n";
        }
    }
    $curl = curl_init("$url/bytes?n=10");
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_NOPROGRESS, false);
    curl_setopt($curl, CURLOPT_PROGRESSFUNCTION, fn() => 1);
    var_dump(curl_exec($curl), curl_errno($curl));
}));
?>
--EXPECT--
write 1: false 23
write 0: false 23
write -1: false 23
write all: true 0
header 1: false 23
header 0: false 23
header -1: false 23
header all: true 0
bool(false)
int(42)
