--TEST--
IO-300, IO-651: a read filter on a TLS stream whose records are longer than its chunk
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/tls.inc';
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

class Upper extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $bucket->data = strtoupper($bucket->data);
            $consumed += $bucket->datalen;
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }
}
stream_filter_register('upper', Upper::class);

await(spawn(function () {
    foreach (['string.toupper', 'upper'] as $filter) {
        [$a, $b] = tls_pair();
        stream_filter_append($b, $filter, STREAM_FILTER_READ);
        $reader = spawn('read_exactly', $b, 50000);
        fwrite($a, str_repeat('x', 50000));
        $all = await($reader);
        echo runs($all), ' ', strlen($all), "\n";
    }
}));
?>
--EXPECT--
X 50000
X 50000
