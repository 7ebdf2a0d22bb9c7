--TEST--
IO-905: uploads (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
$file = tempnam(sys_get_temp_dir(), 'up');
file_put_contents($file, $content = random_bytes(1 << 20));

$send = function (array $options) use ($url) {
    $curl = curl_init("$url/echo");
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt_array($curl, $options);
    $answer = @curl_exec($curl);
    return [$answer, curl_errno($curl), curl_error($curl)];
};
$uploads = [
    'put' => spawn(fn() => $send([CURLOPT_PUT => true, CURLOPT_INFILE => fopen($file, 'r'), CURLOPT_INFILESIZE => 1 << 20])),
    'upload' => spawn(fn() => $send([CURLOPT_UPLOAD => true, CURLOPT_READDATA => fopen($file, 'r'), CURLOPT_INFILESIZE => 1 << 20])),
    'post' => spawn(fn() => $send([CURLOPT_POSTFIELDS => $content])),
];
foreach ($uploads as $name => $upload) {
    $answer = await($upload)[0];
    echo $name, ' ', $answer === ($name === 'post' ? 'POST ' : 'PUT ') . (1 << 20) . ' ' . md5($content) ? 'right' : $answer, "\n";
}
$forms = [
    'file' => spawn(fn() => $send([CURLOPT_POSTFIELDS => ['f' => new CURLFile($file)]])),
    'string' => spawn(fn() => $send([CURLOPT_POSTFIELDS => ['f' => new CURLStringFile($content, 'x')]])),
];
foreach ($forms as $name => $form) {
    [$answer] = await($form);
    echo $name, ' ', sscanf($answer, 'POST %d')[0] > 1 << 20 ? 'right' : $answer, "\n";
}
[$answer, $errno, $error] = await(spawn(fn() => $send([CURLOPT_POSTFIELDS => ['f' => new CURLFile("$file.missing")]])));
var_dump($answer, $errno > 0, $error !== '');
unlink($file);
?>
--EXPECT--
put right
upload right
post right
file right
string right
bool(false)
bool(true)
bool(true)
