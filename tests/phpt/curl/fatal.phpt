--TEST--
D-15, C-147: a fatal error lets stacks inside a library leave it, without PHP code of theirs: the handle is usable afterwards (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{delay, spawn, suspend};

$url = http_peer();
$handles = [];
foreach (['hang', 'callback', 'nested'] as $kind) {
    $handles[$kind] = curl_init($kind === 'hang' ? "$url/hang" : "$url/bytes?n=10");
    curl_setopt($handles[$kind], CURLOPT_RETURNTRANSFER, true);
}
curl_setopt($handles['callback'], CURLOPT_WRITEFUNCTION, function ($curl, $data) {
    try { delay(1000000); } catch (Throwable) { echo "never\n"; } finally { echo "never\n"; }
});
curl_setopt($handles['nested'], CURLOPT_WRITEFUNCTION, function ($curl, $data) use ($url) {
    $inner = curl_init("$url/hang");
    try { curl_exec($inner); } finally { echo "never\n"; }
});
foreach ($handles as $handle) {
    spawn(function () use ($handle) {
        try { curl_exec($handle); } catch (Throwable) { echo "never\n"; } finally { echo "never\n"; }
    })->finally(fn() => print("never\n"));
}
register_shutdown_function(function () use ($handles, $url) {
    foreach ($handles as $kind => $handle) {
        curl_setopt($handle, CURLOPT_WRITEFUNCTION, null);
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        curl_setopt($handle, CURLOPT_URL, "$url/bytes?n=10");
        $answer = curl_exec($handle);
        echo "$kind: ", strlen((string) $answer), ' bytes, error ', curl_errno($handle), "\n";
    }
});
// Two hang at the server: the plain one and the inner one.
spawn(function () use ($url) {
    $probe = curl_init("$url/hung?n=2");
    curl_setopt($probe, CURLOPT_RETURNTRANSFER, true);
    curl_exec($probe);
    eval('function twice() {} function twice() {}');
});
delay(1000000);
?>
--EXPECTF--
Fatal error: Cannot redeclare %Stwice() (previously declared in %s) in %s on line 1
hang: 10 bytes, error 0
callback: 10 bytes, error 0
nested: 10 bytes, error 0
