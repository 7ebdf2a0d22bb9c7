--TEST--
D-15, C-147: a fatal error in a coroutine lets main leave the library it waits in, in the middle of a transfer, of a callback and of a nested one (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
require __DIR__ . '/../_inc/php_child.inc';
$url = http_peer();
file_put_contents($script = __DIR__ . '/fatal_main_script.inc', <<<'CODE'
<?php
use function Async\{delay, spawn};
[, $kind, $url] = $argv;
function get(string $url, ?callable $write = null) {
    global $handle;
    $handle ??= curl_init();
    $curl = $write ? $handle : curl_init();
    curl_setopt_array($curl, [CURLOPT_URL => $url, CURLOPT_RETURNTRANSFER => true]);
    if ($write) curl_setopt($curl, CURLOPT_WRITEFUNCTION, $write);
    return curl_exec($curl);
}
class Late { function __destruct() { echo "never\n"; } }
register_shutdown_function(function () use ($url) {
    global $handle;
    curl_setopt($handle, CURLOPT_WRITEFUNCTION, null);
    curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_URL => "$url/bytes?n=10"]);
    echo strlen((string) curl_exec($handle)), ' bytes, error ', curl_errno($handle), "\n";
});
spawn(function () use ($url, $kind) {
    if ($kind !== 'callback') get("$url/hung?n=1"); else Async\suspend();
    // Main is where it is to be once this coroutine's own transfer has come back.
    get("$url/bytes?n=1");
    eval('function twice() {} function twice() {}');
});
$late = new Late();
try {
    match ($kind) {
        'transfer' => get("$url/hang", fn($curl, $data) => strlen($data)),
        'callback' => get("$url/bytes?n=10", function () { try { delay(1000000); } finally { echo "never\n"; } }),
        'nested' => get("$url/bytes?n=10", function () use ($url) { try { get("$url/hang"); } finally { echo "never\n"; } }),
    };
} catch (Throwable) { echo "never\n"; } finally { echo "never\n"; }
echo "never\n";
CODE);
foreach (['transfer', 'callback', 'nested'] as $kind) {
    $child = proc_open(php_child('-d', 'display_errors=1', '-d', 'log_errors=0', $script, $kind, http_peer()), [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
    echo "-- $kind: ", trim(stream_get_contents($pipes[1])), "\nstatus ", proc_close($child), "\n";
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/fatal_main_script.inc');
?>
--EXPECTF--
-- transfer: Fatal error: Cannot redeclare %Stwice() (previously declared in %s) in %s on line 1
10 bytes, error 0
status 255
-- callback: Fatal error: Cannot redeclare %Stwice() (previously declared in %s) in %s on line 1
10 bytes, error 0
status 255
-- nested: Fatal error: Cannot redeclare %Stwice() (previously declared in %s) in %s on line 1
10 bytes, error 0
status 255
