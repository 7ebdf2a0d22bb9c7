--TEST--
IO-200, IO-653: concurrent file_get_contents('http://…'), answered only when all requests have arrived (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

const REQUESTS = 50;
$server = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($server, false);
spawn(function () use ($server) {
    $pending = [];
    while (count($pending) < REQUESTS) {
        $peer = stream_socket_accept($server);
        $path = explode(' ', fgets($peer))[1];
        while (rtrim(fgets($peer)) !== '');
        $pending[] = [$peer, $path];
    }
    foreach ($pending as [$peer, $path]) {
        fwrite($peer, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nyou asked for $path");
        fclose($peer);
    }
});
$right = 0;
$requests = [];
for ($i = 0; $i < REQUESTS; $i++) {
    $requests[$i] = spawn(fn() => file_get_contents("http://$address/$i"));
}
foreach ($requests as $i => $request) {
    $right += await($request) === "you asked for /$i";
}
echo $right, " of ", REQUESTS, "\n";
?>
--EXPECT--
50 of 50
