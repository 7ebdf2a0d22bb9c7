<?php
// HTTP/1.1 over PHP streams, as small as it can honestly be: requests that come in pieces or several at a time, kept-alive
// connections, and a clear refusal of what is not HTTP. Whether a call waits for the whole process or for one coroutine is not
// its business: the same code serves sync workers and coroutines.

declare(strict_types=1);

namespace Bench\Http;

const HEAD_MAX = 16384;
const BODY_MAX = 1 << 20;
const READ_SIZE = 65536;
const REASONS = [200 => 'OK', 400 => 'Bad Request', 413 => 'Content Too Large', 431 => 'Request Header Fields Too Large',
    500 => 'Internal Server Error', 501 => 'Not Implemented', 505 => 'HTTP Version Not Supported'];
const TOKEN = '[!#$%&\'*+.^_`|~0-9A-Za-z-]';

/** What came is not a request that can be served; the code is the status. */
final class BadRequest extends \RuntimeException
{
}

final class Request
{
    public function __construct(
        public readonly string $method,
        public readonly string $target,
        public readonly bool $keep_alive,
        public readonly string $body,
    ) {
    }
}

/** Takes the first request out of the buffer; null, and the buffer is left alone, while it has not come as a whole. */
function take_request(string &$buffer): ?Request
{
    $end = strpos($buffer, "\r\n\r\n");
    if ($end === false) {
        return expect_more($buffer);
    }
    $head = substr($buffer, 0, $end + 2);
    static $form = '@\A([A-Z]+) (\S+) HTTP/(\d)\.(\d)\r\n((?:' . TOKEN . '++:[^\r\n\0]*+\r\n)*+)\z@';
    if ($end > HEAD_MAX) {
        throw new BadRequest('the head of the request is too long', 431);
    }
    if (!preg_match($form, ltrim($head, "\r\n"), $m)) {
        throw new BadRequest('this is not a request: ' . json_encode(substr($head, 0, 60), JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES), 400);
    }
    [, $method, $target, $major, $minor, $fields] = $m;
    if ($major !== '1') {
        throw new BadRequest("HTTP/$major.$minor is not spoken here", 505);
    }
    $fields = "\r\n$fields";
    if ($minor !== '0' && stripos($fields, "\r\nhost:") === false) {
        throw new BadRequest('a request of HTTP/1.1 names its Host', 400);
    }
    $length = body_length($fields);
    if (strlen($buffer) < $end + 4 + $length) {
        return null;
    }
    $body = substr($buffer, $end + 4, $length);
    $buffer = substr($buffer, $end + 4 + $length);
    // A client of 1.0 that would like to go on is told no by the end of the connection.
    $keep_alive = $minor !== '0'
        && (stripos($fields, "\r\nconnection:") === false || !preg_match('~\r\nconnection:[^\r]*\bclose\b~i', $fields));
    return new Request($method, $target, $keep_alive, $body);
}

/** Half a head is no reason to wait for the rest of what can never become a request. */
function expect_more(string $buffer): null
{
    if (strlen($buffer) > HEAD_MAX) {
        throw new BadRequest('the head of the request is too long', 431);
    }
    if (!preg_match('~\A[A-Z]{0,32}(?: [^\r\n]*)?(?:\z|\r)~', ltrim($buffer, "\r\n"))) {
        throw new BadRequest('this is not a request: ' . json_encode(substr($buffer, 0, 60), JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES), 400);
    }
    return null;
}

function body_length(string $fields): int
{
    if (stripos($fields, "\r\ntransfer-encoding:") !== false) {
        throw new BadRequest('a body in pieces is not understood here', 501);
    }
    if (stripos($fields, "\r\ncontent-length:") === false) {
        return 0;
    }
    if (preg_match_all('~\r\ncontent-length:[ \t]*([^\r]*?)[ \t]*(?=\r)~i', $fields, $m) !== 1 || !preg_match('~\A\d{1,18}\z~', $m[1][0])) {
        throw new BadRequest('Content-Length is not a number', 400);
    }
    return $m[1][0] <= BODY_MAX ? (int) $m[1][0] : throw new BadRequest('the body is too long', 413);
}

function response(int $status, string $type, string $body, bool $keep_alive, bool $with_body = true): string
{
    static $second = 0, $date = '';
    if ($second !== $now = time()) {
        $second = $now;
        $date = gmdate('D, d M Y H:i:s', $now);
    }
    return "HTTP/1.1 $status " . REASONS[$status] . "\r\nDate: $date GMT\r\nContent-Type: $type\r\nContent-Length: " . strlen($body)
        . ($keep_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n") . ($with_body ? $body : '');
}

/**
 * Answers every whole request in the buffer, in turn; false when the connection is to be closed.
 *
 * @param callable(Request): array{string, string} $handler content type and body; what it throws becomes a 500
 */
function answer($connection, string &$buffer, callable $handler): bool
{
    for (;;) {
        try {
            $request = take_request($buffer);
            if (!$request) {
                return true;
            }
            $keep_alive = $request->keep_alive;
            [$type, $body] = $handler($request);
            $bytes = response(200, $type, $body, $keep_alive, $request->method !== 'HEAD');
        } catch (BadRequest $refusal) {
            $keep_alive = false;
            $bytes = response($refusal->getCode(), 'text/plain', $refusal->getMessage() . "\n", false);
        } catch (\Exception $error) {
            $bytes = response(500, 'text/plain', get_class($error) . ': ' . $error->getMessage() . "\n", $keep_alive);
            fwrite(STDERR, "$error\n");
        }
        if (@fwrite($connection, $bytes) !== strlen($bytes) || !$keep_alive) {
            return false;
        }
    }
}

/** One connection from its first byte to its last. */
function serve($connection, callable $handler): void
{
    $buffer = '';
    do {
        $bytes = @fread($connection, READ_SIZE);
        if ($bytes === '' || $bytes === false) {
            break;
        }
        $buffer .= $bytes;
    } while (answer($connection, $buffer, $handler));
    fclose($connection);
}
