--TEST--
IO-904: a transfer into a pipe nobody reads ends with errno 23, and the write is reported as PHP reports it (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
echo await(spawn(function () use ($url) {
    [$target, $reader] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    fclose($reader);
    $curl = curl_init("$url/bytes?n=200000&chunk=1000");
    curl_setopt($curl, CURLOPT_FILE, $target);  // through a FILE*, which tries once more when it is flushed
    $seen = [];
    set_error_handler(function (int $level, string $text) use (&$seen) {
        $seen[] = ($level === E_NOTICE ? 'notice' : $level) . ': ' . preg_replace('/\d+/', 'N', $text, 1);
    });
    $answer = curl_exec($curl);
    restore_error_handler();
    echo implode("\n", array_unique($seen)), "\n";
    return var_export($answer, true) . ' ' . curl_errno($curl);
})), "\n";
?>
--EXPECT--
notice: curl_exec(): Send of N bytes failed with errno=32 Broken pipe
false 23
