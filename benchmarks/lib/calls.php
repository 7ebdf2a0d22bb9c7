<?php
// One HTTP call of a backend, as PHP code makes it: file_get_contents(), curl_exec(), or a stream kept open and spoken to by
// hand. Nothing in it knows of coroutines.

declare(strict_types=1);

namespace Bench;

final class CallFailed extends \RuntimeException
{
}

/**
 * A function that makes one call and returns its body. What can be kept for the next call (connection, handle) is kept, so a
 * caller belongs to one coroutine, or to one process.
 */
function caller(string $way, string $url): \Closure
{
    return match ($way) {
        'file' => fn (): string => file_get_contents($url) ?: throw new CallFailed("no answer from $url"),
        'curl' => curl_caller($url),
        'stream' => stream_caller($url),
    };
}

function curl_handle(string $url): \CurlHandle
{
    $handle = curl_init($url);
    curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_FAILONERROR => true]);
    return $handle;
}

function curl_caller(string $url): \Closure
{
    $handle = curl_handle($url);
    return fn (): string => curl_exec($handle) ?: throw new CallFailed(curl_error($handle));
}

/** A connection that stays open; answers are known to have a Content-Length. */
function stream_caller(string $url): \Closure
{
    $parts = parse_url($url);
    $target = ($parts['path'] ?? '/') . (isset($parts['query']) ? "?$parts[query]" : '');
    $request = "GET $target HTTP/1.1\r\nHost: $parts[host]:$parts[port]\r\n\r\n";
    $stream = null;
    return function () use ($parts, $request, &$stream): string {
        $stream ??= stream_socket_client("tcp://$parts[host]:$parts[port]", $code, $text, 10, STREAM_CLIENT_CONNECT,
            stream_context_create(['socket' => ['tcp_nodelay' => true]])) ?: throw new CallFailed("cannot connect: $text");
        if (fwrite($stream, $request) !== strlen($request)) {
            throw new CallFailed('the request could not be sent');
        }
        $answer = '';
        while (($end = strpos($answer, "\r\n\r\n")) === false) {
            $answer .= fread($stream, 8192) ?: throw new CallFailed('the connection ended before the answer');
        }
        if (!preg_match('~\AHTTP/1\.1 200 .*\r\nContent-Length: (\d+)\r\n~is', $answer, $m)) {
            throw new CallFailed('unexpected answer: ' . substr($answer, 0, 60));
        }
        while (strlen($answer) < $end + 4 + (int) $m[1]) {
            $answer .= fread($stream, 8192) ?: throw new CallFailed('the connection ended inside the answer');
        }
        return substr($answer, $end + 4);
    };
}
