--TEST--
IO-7: allow_url_fopen, allow_url_include and what a stream context forbids hold in coroutines as in stock PHP (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/security.inc';

function checks(string $url): array
{
    $get = fn (string $what, array $http = []) => fn () => file_get_contents($what, false, stream_context_create(['http' => $http]));
    return [
        'get' => $get("$url/"),
        'fopen' => fn () => fopen("$url/", 'r'),
        'copy' => fn () => copy("$url/", '/dev/null'),
        'include' => fn () => include "$url/echo",
        'include data' => fn () => include 'data:text/plain,<?php return 1;',
        'no redirect' => $get("$url/redirect/2", ['follow_location' => 0]),
        'redirects' => $get("$url/redirect/2"),
        'one redirect too many' => $get("$url/redirect/4", ['max_redirects' => 2]),
        'error status' => $get("$url/missing"),
        'error status wanted' => $get("$url/missing", ['ignore_errors' => true]),
        'header injection' => $get("$url/echo", ['method' => 'POST', 'content' => 'abc', 'header' => ["X-A: b\r\nX-C: d"]]),
        'method' => $get("$url/echo", ['method' => 'PUT', 'content' => 'abc']),
        'unknown wrapper' => $get('gopher://127.0.0.1/'),
        'null byte' => fn () => file_get_contents("$url/echo\0x"),
        'socket context' => fn () => (bool) stream_socket_client(str_replace('http', 'tcp', $url), $errno, $error, 30, STREAM_CLIENT_CONNECT, stream_context_create(['socket' => ['bindto' => '192.0.2.1:0']])),
    ];
}

if (isset($argv[2])) {
    echo json_encode(answers($argv[1], fn () => checks($argv[2])));
    exit;
}

// Without the extension, in a process of its own; closes each connection.
$code = <<<'CODE'
$server = stream_socket_server('tcp://127.0.0.1:0');
echo stream_socket_get_name($server, false), "\n";
while ($peer = @stream_socket_accept($server, 600)) {
    stream_set_timeout($peer, 30);
    for ($request = ''; ($line = fgets($peer)) !== false && $line !== "\r\n"; ) $request .= $line;
    $body = preg_match('/^content-length: *(\d+)/mi', $request, $m) ? fread($peer, (int) $m[1]) : '';
    $path = explode(' ', $request)[1] ?? '';
    $left = (int) substr($path, 10);
    fwrite($peer, match (true) {
        str_starts_with($path, '/redirect/') && $left > 0 => "HTTP/1.0 302 Found\r\nLocation: /redirect/" . ($left - 1) . "\r\n\r\nmoved",
        $path === '/missing' => "HTTP/1.0 404 Not Found\r\n\r\nmissing",
        default => "HTTP/1.0 200 OK\r\n\r\n" . preg_replace('/^host:.*\R/mi', '', $request) . $body,
    });
    fclose($peer);
}
CODE;
$env = array_diff_key(getenv(), array_flip(['LD_PRELOAD', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'USE_ZEND_ALLOC']));
$server = proc_open([PHP_BINARY, '-n', '-r', $code], [1 => ['pipe', 'w']], $pipes, null, $env);
$url = 'http://' . trim(fgets($pipes[1]));
foreach (['allow_url_fopen=1', 'allow_url_fopen=0'] as $setting) {
    $both = both_ways(__FILE__, ['-d', $setting], $url);
    echo "$setting: ";
    show_differences($both);
    foreach (['get', 'fopen', 'copy', 'include', 'no redirect', 'redirects', 'one redirect too many'] as $name) {
        echo "  $name: ", $both['cooperative'][$name][0] === false ? 'refused' : 'done', "\n";
    }
}
proc_terminate($server, 9);
?>
--EXPECT--
allow_url_fopen=1: all the same
  get: done
  fopen: done
  copy: done
  include: refused
  no redirect: done
  redirects: done
  one redirect too many: refused
allow_url_fopen=0: all the same
  get: refused
  fopen: refused
  copy: refused
  include: refused
  no redirect: refused
  redirects: refused
  one redirect too many: refused
