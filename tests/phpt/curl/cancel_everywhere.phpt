--TEST--
IO-10, IO-910, IO-905: cURL: cancelled at every point of an upload, a download, a lookup, a multi transfer (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
require __DIR__ . '/../_inc/cancel_points.php';

$url = http_peer();
$named = str_replace('127.0.0.1', 'localhost', $url);
$options = [CURLOPT_RETURNTRANSFER => true, CURLOPT_IPRESOLVE => CURL_IPRESOLVE_V4, CURLOPT_HTTPHEADER => ['Expect:']];
$upload = function ($curl) use ($options, $url) {
    $file = tmpfile();
    fwrite($file, str_repeat('x', 1 << 20));
    rewind($file);
    curl_setopt_array($curl, $options + [CURLOPT_URL => "$url/echo", CURLOPT_UPLOAD => true, CURLOPT_INFILE => $file, CURLOPT_INFILESIZE => 1 << 20]);
    $answer = curl_exec($curl);
    if ($answer !== 'PUT 1048576 ' . md5(str_repeat('x', 1 << 20))) throw new Exception("answer $answer, " . curl_error($curl));
};
$get = function ($curl, string $url, int $length) use ($options) {
    curl_setopt_array($curl, $options + [CURLOPT_URL => $url, CURLOPT_UPLOAD => false, CURLOPT_HTTPGET => true]);
    $answer = curl_exec($curl);
    if (strlen((string) $answer) !== $length) throw new Exception(strlen((string) $answer) . ' bytes, ' . curl_error($curl));
};
cancel_everywhere('upload', fn () => $upload(curl_init()));
cancel_everywhere('download', fn () => $get(curl_init(), "$url/bytes?n=2000000", 2000000));
cancel_everywhere('by name', fn () => $get(curl_init(), "$named/", 5));
// One handle for all of them (IO-910).
$kept = curl_init();
cancel_everywhere('upload, handle kept', fn () => $upload($kept), fn () => $get($kept, "$url/", 5));
cancel_everywhere('form', function () use ($options, $url) {
    $curl = curl_init("$url/echo");
    curl_setopt_array($curl, $options + [CURLOPT_POST => true, CURLOPT_POSTFIELDS => ['a' => new CURLStringFile(str_repeat('y', 500000), 'a.txt')]]);
    if (!str_starts_with((string) curl_exec($curl), 'POST ')) throw new Exception(curl_error($curl));
});
cancel_everywhere('multi', function () use ($options, $url) {
    $multi = curl_multi_init();
    $all = [];
    for ($i = 0; $i < 3; $i++) {
        curl_setopt_array($all[] = curl_init("$url/bytes?n=300000"), $options);
        curl_multi_add_handle($multi, $all[$i]);
    }
    do {
        curl_multi_exec($multi, $running);
        if ($running) curl_multi_select($multi, 10.0);
    } while ($running);
    foreach ($all as $one) if (strlen(curl_multi_getcontent($one)) !== 300000) throw new Exception('cut');
});
cancelled_at_least(8);
?>
--EXPECT--
upload: only what is allowed
download: only what is allowed
by name: only what is allowed
upload, handle kept: only what is allowed
form: only what is allowed
multi: only what is allowed
cancelled often enough
