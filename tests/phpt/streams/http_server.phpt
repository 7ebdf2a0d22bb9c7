--TEST--
An HTTP server in plain PHP (benchmarks/lib/http.php): requests in pieces and several at once, refusals of what is not HTTP
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

require __DIR__ . '/../../../benchmarks/lib/http.php';

/** What the server answers to these writes, one after the other; the client then closes its half. */
function talk(string ...$pieces): string
{
    [$client, $server] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $serving = spawn(Bench\Http\serve(...), $server, fn ($request) => ['text/plain', "$request->method $request->target [$request->body]"]);
    foreach ($pieces as $piece) {
        @fwrite($client, $piece);
        suspend();
        suspend();
    }
    stream_socket_shutdown($client, STREAM_SHUT_WR);
    $answer = stream_get_contents($client);
    await($serving);
    return preg_replace('~Date: [^\r]+~', 'Date: now', $answer);
}

function show(string $name, string ...$pieces): void
{
    preg_match_all('~HTTP/1\.1 (\d+) .*?\r\n\r\n([^\r\n]*?)(?=HTTP/1\.1 \d|\Z)~s', $answer = talk(...$pieces), $m);
    echo "$name: ", implode(' | ', array_map(fn ($status, $body) => "$status $body", $m[1], $m[2])),
        str_contains($answer, 'Connection: close') ? ', closed' : '', "\n";
}

$get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
$post = fn (string $fields, string $body = '') => "POST /b HTTP/1.1\r\nHost: x\r\n$fields\r\n$body";
echo talk($get), "\n";
show('byte by byte', ...str_split($get));
show('three at once', $get . $get . substr($get, 0, 9), substr($get, 9));
show('a body in pieces, then another request', $post("Content-Length: 5\r\n", 'hel'), "lo$get");
show('empty lines first', "\r\n$get");
show('asked to close', "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n$get");
show('1.0', "GET /a HTTP/1.0\r\n\r\n$get");
show('1.0, would go on', "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n$get");
show('half a request', substr($get, 0, 20));
show('a word', "hello\r\n\r\n");
show('no line ever', "\x16\x03\x01\x02");
show('another version', "GET / HTTP/2.0\r\nHost: x\r\n\r\n");
show('no Host', "GET / HTTP/1.1\r\n\r\n");
show('two spaces', "GET  / HTTP/1.1\r\nHost: x\r\n\r\n");
show('a field without a colon', "GET / HTTP/1.1\r\nHost: x\r\nfield\r\n\r\n");
show('a space before the colon', "GET / HTTP/1.1\r\nHost: x\r\nField : y\r\n\r\n");
show('a negative length', $post("Content-Length: -1\r\n"));
show('two lengths', $post("Content-Length: 1\r\nContent-Length: 2\r\n", 'ab'));
show('a long body', $post("Content-Length: 99999999\r\n"));
show('chunks', $post("Transfer-Encoding: chunked\r\n"));
show('no end of the head', 'GET /' . str_repeat('a', 20000));
?>
--EXPECT--
HTTP/1.1 200 OK
Date: now
Content-Type: text/plain
Content-Length: 9

GET /a []
byte by byte: 200 GET /a []
three at once: 200 GET /a [] | 200 GET /a [] | 200 GET /a []
a body in pieces, then another request: 200 POST /b [hello] | 200 GET /a []
empty lines first: 200 GET /a []
asked to close: 200 GET /a [], closed
1.0: 200 GET /a [], closed
1.0, would go on: 200 GET /a [], closed
half a request: 
a word: 400 this is not a request: "hello\r\n", closed
no line ever: 400 this is not a request: "\u0016\u0003\u0001\u0002", closed
another version: 505 HTTP/2.0 is not spoken here, closed
no Host: 400 a request of HTTP/1.1 names its Host, closed
two spaces: 400 this is not a request: "GET  / HTTP/1.1\r\nHost: x\r\n", closed
a field without a colon: 400 this is not a request: "GET / HTTP/1.1\r\nHost: x\r\nfield\r\n", closed
a space before the colon: 400 this is not a request: "GET / HTTP/1.1\r\nHost: x\r\nField : y\r\n", closed
a negative length: 400 Content-Length is not a number, closed
two lengths: 400 Content-Length is not a number, closed
a long body: 413 the body is too long, closed
chunks: 501 a body in pieces is not understood here, closed
no end of the head: 431 the head of the request is too long, closed
