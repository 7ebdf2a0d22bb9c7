--TEST--
IO-910, IO-905: a cancelled upload leaves a handle that can be used again (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await, suspend};

$url = http_peer();
$curl = curl_init("$url/echo");
$begun = new Async\Channel(1);
$never = new Async\Channel();
curl_setopt_array($curl, [CURLOPT_UPLOAD => true, CURLOPT_INFILESIZE => 1 << 20, CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => ['Expect:'],
    CURLOPT_READFUNCTION => function ($curl, $file, $length) use ($begun, $never) {
        static $calls = 0;
        if (++$calls === 3) {
            $begun->send(1);
            $never->recv();
        }
        return str_repeat('x', min($length, 1000));
    }]);
$upload = spawn(function () use ($curl) {
    try {
        curl_exec($curl);
    } catch (Throwable $e) {
        return get_class($e) . ' ' . curl_errno($curl);
    }
    return 'done';
});
$begun->recv();
$upload->cancel();
echo await($upload), "\n";
curl_setopt_array($curl, [CURLOPT_READFUNCTION => fn ($curl, $file, $length) => $length > 4 && !isset($GLOBALS['sent']) ? ($GLOBALS['sent'] = 'five!') : '', CURLOPT_INFILESIZE => 5]);
echo curl_exec($curl), "\n";
?>
--EXPECTF--
Async\AsyncCancellation 42
PUT 5 %s
