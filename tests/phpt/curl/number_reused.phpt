--TEST--
IO-52, IO-41: the descriptor number of a connection that libcurl has closed serves the next one, of libcurl or of something else
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await};

$url = http_peer();
$get = function (string $path) use ($url): string {
    $curl = curl_init($url . $path);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    return curl_exec($curl) . curl_error($curl);
};
// What is still taken for registered would never report.
for ($i = 0; $i < 3; $i++) {
    $other = spawn($get, "/barrier?n=2&id=other$i");
    echo $get("/barrier?n=2&id=main$i"), ' ', await($other), "\n";
    [$one, $two] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $reader = spawn(fn () => fread($one, 10));
    spawn(fn () => fwrite($two, "bytes$i"));
    echo await($reader), "\n";
    fclose($one);
    fclose($two);
}
// The same with a handle whose connection its peer has closed meanwhile.
$curl = curl_init("$url/barrier?n=1&id=x");
curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => ['Connection: close']]);
for ($i = 0; $i < 3; $i++) {
    echo curl_exec($curl), curl_error($curl), "\n";
}
?>
--EXPECT--
main0 other0
bytes0
main1 other1
bytes1
main2 other2
bytes2
x
x
x
