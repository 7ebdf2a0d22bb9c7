--TEST--
IO-220, IO-225, IO-40: a record that arrives in pieces, with a part of it in the stream's buffer already, is read whole (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend, delay};

final class Upper extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            $bucket->data = strtoupper($bucket->data);
            suspend();
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }
}
stream_filter_register('upper', Upper::class);
$makers = [
    'tcp' => tcp_pair(...),
    'unix' => unix_pair(...),
    'pipe' => function () {
        global $child;
        $child = proc_open('exec cat', [['pipe', 'r'], ['pipe', 'w']], $pipes);
        return $pipes;
    },
    'filtered' => function () {
        [$a, $b] = unix_pair();
        stream_filter_append($b, 'upper', STREAM_FILTER_READ);
        return [$a, $b];
    },
];
foreach ($makers as $kind => $make) {
    [$a, $b] = $make();
    $reader = spawn(fn() => [stream_get_line($b, 100, "\n"), stream_get_line($b, 100, "--"), stream_get_line($b, 7), stream_get_line($b, 100, "\n")]);
    foreach (['abc', 'def', "ghi\nx", "yz-", "-123", '4567', 'the end'] as $piece) {
        delay(2);
        fwrite($a, $piece);
    }
    delay(2);
    fclose($a);
    echo $kind, ' ', json_encode(await($reader)), "\n";
}
// A second reader finds its record although the first has taken what it had looked at.
[$a, $b] = unix_pair();
fwrite($a, 'abcdefghij');
$records = [];
$readers = [];
for ($i = 0; $i < 2; $i++) {
    $readers[] = spawn(function () use ($b, &$records) { $records[] = stream_get_line($b, 100, "\n"); });
}
suspend();
fwrite($a, "\nk\n");
await($readers[0]);
await($readers[1]);
fwrite($a, "zz\n");
$records[] = stream_get_line($b, 100, "\n");
echo json_encode($records), "\n";
?>
--EXPECT--
tcp ["abcdefghi","xyz","1234567","the end"]
unix ["abcdefghi","xyz","1234567","the end"]
pipe ["abcdefghi","xyz","1234567","the end"]
filtered ["ABCDEFGHI","XYZ","1234567","THE END"]
["abcdefghij","k","zz"]
