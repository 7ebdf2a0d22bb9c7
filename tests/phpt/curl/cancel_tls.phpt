--TEST--
IO-10, IO-910: cURL: cancelled at every point of a TLS handshake and of a request over it (any order)
--EXTENSIONS--
async
curl
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/https_peer.inc';
require __DIR__ . '/../_inc/cancel_points.php';

$url = https_peer();
$get = function ($curl) use ($url) {
    curl_setopt_array($curl, [CURLOPT_URL => "$url/path", CURLOPT_RETURNTRANSFER => true, CURLOPT_SSL_VERIFYPEER => false, CURLOPT_SSL_VERIFYHOST => 0]);
    $answer = curl_exec($curl);
    if ($answer !== '/path') throw new Exception("answer $answer, " . curl_error($curl));
};
cancel_everywhere('a handle for each', fn () => $get(curl_init()));
$kept = curl_init();
cancel_everywhere('one handle', fn () => $get($kept), fn () => $get($kept));
cancelled_at_least(2);
?>
--EXPECT--
a handle for each: only what is allowed
one handle: only what is allowed
cancelled often enough
