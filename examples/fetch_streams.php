<?php
// An HTTP client on nothing but stream functions: at most three requests at a time, redirects, a timeout, and errors that stay
// with their request. The server is in the same process; it answers a request only when three of them are there.

declare(strict_types=1);

use Async\Semaphore;
use function Async\{await_all, spawn, suspend};

final class Client
{
    private Semaphore $limit;

    public function __construct(private string $base, int $atOnce, private float $timeout = 5.0)
    {
        $this->limit = new Semaphore($atOnce);
    }

    public function get(string $path, int $redirects = 3): array
    {
        $this->limit->acquire();
        try {
            [$status, $headers, $body] = $this->exchange($path);
        } finally {
            $this->limit->release();
        }
        if ($status >= 300 && $status < 400 && $redirects > 0) {
            return $this->get($headers['location'], $redirects - 1);
        }
        return $status < 400 ? [$status, $body] : throw new RuntimeException("$path: status $status");
    }

    private function exchange(string $path): array
    {
        $stream = stream_socket_client("tcp://$this->base", $code, $text, $this->timeout);
        fwrite($stream, "GET $path HTTP/1.1\r\nHost: $this->base\r\nConnection: close\r\n\r\n");
        $status = (int) explode(' ', fgets($stream))[1];
        $headers = [];
        while (($line = rtrim(fgets($stream))) !== '') {
            [$name, $value] = explode(': ', $line, 2);
            $headers[strtolower($name)] = $value;
        }
        $body = stream_get_contents($stream, (int) ($headers['content-length'] ?? -1));
        fclose($stream);
        return [$status, $headers, $body];
    }
}

$server = stream_socket_server('tcp://127.0.0.1:0');
$open = $most = 0;
$answering = spawn(function () use ($server, &$open, &$most) {
    while ($peer = stream_socket_accept($server, 3600)) {
        spawn(function () use ($peer, &$open, &$most) {
            $path = explode(' ', fgets($peer))[1];
            while (rtrim(fgets($peer)) !== '') {
            }
            $most = max($most, ++$open);
            while ($most < 3) {  // nobody is answered before three have come
                suspend();
            }
            $body = "page $path";
            fwrite($peer, match ($path) {
                '/moved' => "HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n",
                '/missing' => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                default => "HTTP/1.1 200 OK\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body",
            });
            fclose($peer);
            $open--;
        });
    }
});
$client = new Client(stream_socket_get_name($server, false), 3);
$requests = [];
foreach (['/one', '/two', '/moved', '/missing', '/three'] as $path) {
    $requests[$path] = spawn(fn() => $client->get($path));
}
[$pages, $errors] = await_all($requests);
foreach ($requests as $path => $request) {
    echo $path, ' -> ', isset($pages[$path]) ? implode(' ', $pages[$path]) : $errors[$path]->getMessage(), "\n";
}
echo "$most at once\n";
$answering->cancel();
