--TEST--
IO-652, IO-651: methods of user-space wrappers and filters may suspend, several streams of one wrapper at once
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

final class Slow
{
    public $context;
    private array $lines;
    private string $path;

    public function stream_open($path)
    {
        suspend();
        $this->path = $path;
        $this->lines = ["one of $path\n", "two of $path\n"];
        return true;
    }
    public function stream_read($count)
    {
        $GLOBALS['order'] .= substr($this->path, -1);
        suspend();
        return (string) array_shift($this->lines);
    }
    public function stream_write($data)
    {
        suspend();
        return strlen($data);
    }
    public function stream_eof()
    {
        return !$this->lines;
    }
    public function stream_stat()
    {
        return [];
    }
    public function stream_close()
    {
        suspend();
    }
}
stream_wrapper_register('slow', Slow::class);
final class Upper extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        suspend();
        while ($bucket = stream_bucket_make_writeable($in)) {
            $bucket->data = strtoupper($bucket->data);
            $consumed += $bucket->datalen;
            suspend();
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }
}
stream_filter_register('upper', Upper::class);

$readers = [];
$order = '';
foreach (['a', 'b', 'c'] as $name) {
    $readers[] = spawn(function () use ($name) {
        $file = fopen("slow://$name", 'r+');
        stream_filter_append($file, 'upper', STREAM_FILTER_READ);
        $lines = [];
        while (($line = fgets($file)) !== false) {
            $lines[] = $line;
        }
        $lines[] = fwrite($file, 'abc');
        fclose($file);
        return $lines;
    });
}
foreach ($readers as $reader) {
    echo json_encode(await($reader), JSON_UNESCAPED_SLASHES), "\n";
}
echo str_starts_with($order, 'abc') ? "interleaved\n" : "$order\n";
?>
--EXPECT--
["ONE OF SLOW://A\n","TWO OF SLOW://A\n",3]
["ONE OF SLOW://B\n","TWO OF SLOW://B\n",3]
["ONE OF SLOW://C\n","TWO OF SLOW://C\n",3]
interleaved
