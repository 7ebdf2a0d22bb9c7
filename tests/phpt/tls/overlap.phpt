--TEST--
IO-300, IO-301, IO-653: concurrent https://, answered only when all requests have arrived (any order)
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/tls.inc';
use function Async\{spawn, await};

const REQUESTS = 8;
$server = tls_server();
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
$context = stream_context_create(['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]]);
$requests = [];
for ($i = 0; $i < REQUESTS; $i++) {
    $requests[] = spawn(fn() => file_get_contents("https://$address/$i", false, $context));
}
foreach ($requests as $request) {
    echo await($request), "\n";
}
?>
--EXPECT--
you asked for /0
you asked for /1
you asked for /2
you asked for /3
you asked for /4
you asked for /5
you asked for /6
you asked for /7
