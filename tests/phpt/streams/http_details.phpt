--TEST--
IO-653, IO-654, IO-22, IO-10, IO-12: redirects, response headers, timeouts, notifications and cancellation of http:// (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$server = stream_socket_server('tcp://127.0.0.1:0');
$url = 'http://' . stream_socket_get_name($server, false);
$hanging = null;
spawn(function () use ($server, &$hanging) {
    while ($peer = @stream_socket_accept($server, -1)) {
        spawn(function () use ($peer, &$hanging) {
            $path = explode(' ', fgets($peer))[1];
            while (rtrim((string) fgets($peer)) !== '');
            switch ($path) {
                case '/moved':
                    fwrite($peer, "HTTP/1.1 302 Found\r\nLocation: /here\r\n\r\n");
                    break;
                case '/here':
                    fwrite($peer, "HTTP/1.1 200 OK\r\nX-Test: yes\r\n\r\nhere");
                    break;
                case '/missing':
                    fwrite($peer, "HTTP/1.1 404 Not Found\r\n\r\nnothing");
                    break;
                case '/slow':
                    fwrite($peer, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart");
                    $hanging[] = $peer;
                    fread($peer, 1);
                    break;
            }
            fclose($peer);
        });
    }
});
$get = fn(string $path, array $http = []) => file_get_contents($url . $path, false, stream_context_create(['http' => $http]));
await(spawn(function () use ($get, $url) {
    var_dump($get('/moved'));
    var_dump(file_get_contents("$url/moved"), preg_grep('/^HTTP|^X-Test/', $http_response_header));
    var_dump(@$get('/missing'), $get('/missing', ['ignore_errors' => true]));
    foreach ([PHP_INT_MIN, -1, 1e9] as $timeout) {
        var_dump($get('/here', ['timeout' => $timeout]));
    }
    $stream = fopen("$url/slow", 'r', false, stream_context_create(['http' => ['timeout' => 0.05]]));
    var_dump(fread($stream, 100), stream_get_contents($stream), stream_get_meta_data($stream)['timed_out']);
    fclose($stream);

    // A notifier is user code: it may suspend.
    $bytes = 0;
    $context = stream_context_create([], ['notification' => function (int $code, $s, $m, $c, int $transferred) use (&$bytes) {
        if ($code === STREAM_NOTIFY_PROGRESS) {
            suspend();
            $bytes = $transferred;
        }
    }]);
    var_dump(file_get_contents("$url/here", false, $context), $bytes > 0);
}));
$coroutine = spawn(function () use ($get) {
    try {
        $get('/slow');
    } catch (Async\AsyncCancellation $e) {
        echo get_class($e), "\n";
    }
});
$hanging = [];
while (!$hanging) {
    suspend();
}
suspend();
error_clear_last();
$coroutine->cancel();
await($coroutine);
var_dump(error_get_last());
exit;
?>
--EXPECT--
string(4) "here"
string(4) "here"
array(3) {
  [0]=>
  string(18) "HTTP/1.1 302 Found"
  [2]=>
  string(15) "HTTP/1.1 200 OK"
  [3]=>
  string(11) "X-Test: yes"
}
bool(false)
string(7) "nothing"
string(4) "here"
string(4) "here"
string(4) "here"
string(5) "start"
string(0) ""
bool(true)
string(4) "here"
bool(true)
Async\AsyncCancellation
NULL
