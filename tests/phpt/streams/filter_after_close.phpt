--TEST--
IO-51, IO-651: user filters of a stream that was closed under a reader are shown a closed stream
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

final class Shown extends php_user_filter
{
    public $stream;
    public static array $seen = [];

    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            stream_bucket_append($out, $bucket);
        }
        // PHP 8.4 shows none at all then.
        if ($closing) self::$seen[] = in_array(gettype($this->stream), ['resource (closed)', 'NULL']) ? 'none that is open' : gettype($this->stream);
        return PSFS_PASS_ON;
    }
}
stream_filter_register('shown', Shown::class);

[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_filter_append($a, 'shown', STREAM_FILTER_WRITE);
$reader = spawn(function ($stream) {
    return fread($stream, 10);
}, $a);
suspend();
fclose($a);
unset($a);
$junk = [];
for ($i = 0; $i < 100; $i++) $junk[] = "junk of thirty bytes, number $i.";
var_dump(await($reader));
unset($reader);
for ($i = 0; $i < 3; $i++) suspend();
echo implode(', ', Shown::$seen), "\n";
?>
--EXPECT--
bool(false)
resource, none that is open
