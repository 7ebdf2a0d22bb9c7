--TEST--
IO-51, IO-652, IO-40: a stream of a user-space wrapper that is closed, or read by others, while one of its methods is suspended (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, await_all, delay, suspend};

final class Slow
{
    public $context;
    private int $next = 0;

    private function pause($answer = true)
    {
        suspend();
        suspend();
        return $answer;
    }
    public function stream_open() { return true; }
    public function stream_read($count) { $n = $this->next++; return $this->pause($n < 400 ? sprintf("%03d\n", $n) : ''); }
    public function stream_eof() { return $this->pause($this->next > 400); }
    public function stream_write($data) { return $this->pause(strlen($data)); }
    public function stream_seek($offset, $whence) { return $this->pause(); }
    public function stream_tell() { return $this->pause(0); }
    public function stream_flush() { return $this->pause(); }
    public function stream_truncate(int $size) { return $this->pause(); }
    public function stream_lock($operation) { return $this->pause(); }
    public function stream_set_option($option, $a, $b) { return $this->pause(); }
    public function stream_cast($as) { return $this->pause(false); }
    public function stream_stat() { return $this->pause([]); }
    public function stream_close() { echo 'closed '; }
    public function dir_opendir() { return true; }
    public function dir_readdir() { return $this->pause('entry'); }
    public function dir_rewinddir() { return $this->pause(); }
}
stream_wrapper_register('slow', Slow::class);

$memory = fopen('php://memory', 'w+');
foreach ([
    'fread' => fn($s) => fread($s, 3), 'fgets' => fn($s) => fgets($s), 'fwrite' => fn($s) => fwrite($s, 'x'),
    'fseek' => fn($s) => fseek($s, 100), 'ftruncate' => fn($s) => ftruncate($s, 0),
    'flock' => fn($s) => flock($s, LOCK_EX), 'stream_set_blocking' => fn($s) => stream_set_blocking($s, true),
    'stream_select' => function ($s) { $r = [$s]; $w = $e = null; return stream_select($r, $w, $e, 0); },
    'fstat' => fn($s) => fstat($s), 'stream_get_contents' => fn($s) => stream_get_contents($s), 'feof' => fn($s) => feof($s),
    'stream_get_line' => fn($s) => stream_get_line($s, 100, '!'), 'fgetcsv' => fn($s) => fgetcsv($s, escape: ''),
    'stream_copy_to_stream' => fn($s) => stream_copy_to_stream($s, $memory), 'readdir' => fn($s) => readdir($s), 'rewinddir' => fn($s) => rewinddir($s),
] as $name => $call) {
    [$open, $close] = str_ends_with($name, 'dir') ? ['opendir', 'closedir'] : ['fopen', 'fclose'];
    $stream = $open('slow://x', ...($open === 'fopen' ? ['r+'] : []));
    $caller = spawn(fn() => @$call($stream));
    suspend();
    $close($stream);
    await($caller);
    delay(1);
    try {
        $answer = json_encode($call($stream));
        echo "$name$answer\n";
    } catch (TypeError $e) {
        echo $name, str_contains($e->getMessage(), 'not a valid') ? '' : $e->getMessage(), "\n";
    }
}

// No line is lost, read twice or overwritten.
$stream = fopen('slow://x', 'r');
$lines = [];
$read = function () use ($stream, &$lines) {
    while (($line = fgets($stream)) !== false) {
        $lines[] = (int) $line;
    }
};
await_all([spawn($read), spawn($read), spawn($read)]);
sort($lines);
var_dump($lines === range(0, 399));
?>
--EXPECT--
closed fread
closed fgets
closed fwrite
closed fseek
closed ftruncate
closed flock
closed stream_set_blocking
closed stream_select0
closed fstat
closed stream_get_contents
closed feof
closed stream_get_line
closed fgetcsv
closed stream_copy_to_stream
readdir
rewinddir
bool(true)
closed 
