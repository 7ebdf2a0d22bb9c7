<?php
/**
 * How tools/sapi-requests speaks to a worker: one request at a time, the answer's bytes as they come. Each lane has one worker
 * process, except that of plain CGI, which starts one for each request.
 */

final class Answer
{
    public readonly string $body;
    /** @var array<string, string> with lower-case names */
    public readonly array $headers;

    /** $output: headers, an empty line, the body. */
    public function __construct(string $output, public readonly string $trouble = '')
    {
        [$head, $this->body] = explode("\r\n\r\n", $output, 2) + [1 => ''];
        $headers = [];
        foreach (explode("\r\n", $head) as $line) {
            [$name, $value] = explode(':', $line, 2) + [1 => ''];
            $headers[strtolower($name)] = trim($value);
        }
        $this->headers = $headers;
    }
}

abstract class Lane
{
    /** @var resource what becomes readable when the answer goes on */
    public $stream;
    public bool $in_progress = false;

    abstract public function send(string $query): void;

    /** After bytes have come; null: not whole yet. */
    abstract public function receive(): ?Answer;

    /** Goes away in the middle of an answer; false: this interface has no such thing. */
    public function hang_up(): bool
    {
        return false;
    }

    public function close(): void
    {
    }

    /** What a CGI program is told. */
    protected function variables(string $query): array
    {
        return ['GATEWAY_INTERFACE' => 'CGI/1.1', 'REQUEST_METHOD' => 'GET', 'SCRIPT_FILENAME' => __DIR__ . '/sapi_script.php',
            'SCRIPT_NAME' => '/sapi_script.php', 'REQUEST_URI' => "/sapi_script.php?$query", 'QUERY_STRING' => $query,
            'SERVER_PROTOCOL' => 'HTTP/1.1', 'REDIRECT_STATUS' => '200'];
    }
}

/** FastCGI 1.0 over one connection that is kept. */
final class FastCgiLane extends Lane
{
    private const BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, STDERR = 7;
    private string $buffer = '';
    private string $output = '';
    private string $errors = '';

    public function __construct(private readonly string $socket)
    {
    }

    public function send(string $query): void
    {
        if (!$this->stream) {
            $this->stream = stream_socket_client("unix://$this->socket", $code, $text, 10) ?: throw new RuntimeException($text);
            stream_set_blocking($this->stream, false);
        }
        $this->buffer = $this->output = $this->errors = '';
        $parameters = '';
        foreach ($this->variables($query) as $name => $value) {
            $parameters .= $this->length($name) . $this->length($value) . $name . $value;
        }
        // Role: responder; flag: keep the connection.
        $all = $this->record(self::BEGIN, pack('nCx5', 1, 1)) . $this->record(self::PARAMS, $parameters) . $this->record(self::PARAMS, '')
            . $this->record(self::STDIN, '');
        if (fwrite($this->stream, $all) !== strlen($all)) {
            throw new RuntimeException('the worker does not read');
        }
    }

    public function receive(): ?Answer
    {
        $this->buffer .= $read = (string) fread($this->stream, 1 << 20);
        if ($read === '' && feof($this->stream)) {
            $this->hang_up();
            return new Answer($this->output, 'the connection is closed');
        }
        while (strlen($this->buffer) >= 8) {
            $head = unpack('Cversion/Ctype/nid/nsize/Cpadding', $this->buffer);
            $whole = 8 + $head['size'] + $head['padding'];
            if (strlen($this->buffer) < $whole) {
                break;
            }
            $content = substr($this->buffer, 8, $head['size']);
            $this->buffer = substr($this->buffer, $whole);
            if ($head['type'] === self::STDOUT) {
                $this->output .= $content;
            } elseif ($head['type'] === self::STDERR) {
                $this->errors .= $content;
            } elseif ($head['type'] === self::END) {
                return new Answer($this->output, $this->errors);
            }
        }
        return null;
    }

    public function hang_up(): bool
    {
        fclose($this->stream);
        $this->stream = null;
        return true;
    }

    private function record(int $type, string $content): string
    {
        return pack('CCnnCx', 1, $type, 1, strlen($content), 0) . $content;
    }

    private function length(string $text): string
    {
        return strlen($text) < 128 ? chr(strlen($text)) : pack('N', strlen($text) | 1 << 31);
    }
}

/** A program that embeds PHP (embed_host.c): a query a line, answered by the number of bytes, the headers and the output. */
final class HostLane extends Lane
{
    private $process;
    private $input;
    private string $buffer = '';

    public function __construct(private readonly array $command)
    {
    }

    public function send(string $query): void
    {
        if (!$this->process) {
            $this->process = proc_open([...$this->command, __DIR__ . '/sapi_script.php'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
            [$this->input, $this->stream] = $pipes;
            stream_set_blocking($this->stream, false);
        }
        fwrite($this->input, "$query\n");
    }

    public function receive(): ?Answer
    {
        $this->buffer .= $read = (string) fread($this->stream, 1 << 20);
        if ($read === '' && feof($this->stream)) {
            $rest = $this->buffer;
            $this->close();
            return new Answer($rest, 'the process has ended');
        }
        [$size, $output] = explode("\n", $this->buffer, 2) + [1 => null];
        if ($output === null || strlen($output) < (int) $size) {
            return null;
        }
        $this->buffer = substr($output, (int) $size);
        return new Answer(substr($output, 0, (int) $size));
    }

    public function close(): void
    {
        if ($this->process) {
            fclose($this->input);
            fclose($this->stream);
            proc_close($this->process);
            $this->process = null;
            $this->buffer = '';
        }
    }
}

/** Plain CGI. */
final class ProcessLane extends Lane
{
    private $process;
    private string $output = '';

    public function __construct(private readonly array $command)
    {
    }

    public function send(string $query): void
    {
        $this->output = '';
        $this->process = proc_open($this->command, [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes, null,
            $this->variables($query) + getenv());
        $this->stream = $pipes[1];
        stream_set_blocking($this->stream, false);
    }

    public function receive(): ?Answer
    {
        $this->output .= (string) fread($this->stream, 1 << 20);
        if (!feof($this->stream)) {
            return null;
        }
        fclose($this->stream);
        $this->stream = null;
        do {  // proc_close() would not tell a signal from a status
            $status = proc_get_status($this->process);
        } while ($status['running'] && usleep(500) === null);
        proc_close($this->process);
        return new Answer($this->output, $status['signaled'] ? "signal $status[termsig]" : '');
    }
}
