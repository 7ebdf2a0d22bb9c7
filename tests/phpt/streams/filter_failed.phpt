--TEST--
IO-651: a filter fails while it is appended, and another coroutine waits to enter it
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

final class Failing extends php_user_filter
{
    public static int $calls = 0;

    public function filter($in, $out, &$consumed, bool $closing): int
    {
        $last = ++self::$calls === 1;
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            stream_bucket_append($out, $bucket);
        }
        for ($i = 0; $i < 3; $i++) suspend();
        if ($last) throw new RuntimeException('it fails');
        return PSFS_PASS_ON;
    }
}
stream_filter_register('failing', Failing::class);

final class Lines
{
    public $context;
    public function stream_open(): bool { return true; }
    public function stream_read(int $size): string { return str_repeat("line\n", intdiv($size, 5)); }
    public function stream_eof(): bool { return false; }
}
stream_wrapper_register('lines', Lines::class);

foreach ([1, 3] as $others) {
    Failing::$calls = 0;
    $file = fopen('lines://', 'r');
    fgets($file);  // some more is buffered: the new filter gets it at once
    $appending = spawn(fn() => @stream_filter_append($file, 'failing', STREAM_FILTER_READ));
    $readers = [];
    for ($i = 0; $i < $others; $i++) {
        $readers[] = spawn(fn() => strlen(stream_get_contents($file, 20000)));
    }
    try {
        await($appending);
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
    foreach ($readers as $reader) {
        echo json_encode(await($reader) > 0), "\n";
    }
    echo json_encode(trim(str_replace("line\n", '', (string) fread($file, 1000)), 'line')), "\n";
    fclose($file);
}
?>
--EXPECT--
it fails
true
""
it fails
true
true
true
""
