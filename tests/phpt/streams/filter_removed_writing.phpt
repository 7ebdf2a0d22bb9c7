--TEST--
IO-651: writers come to a filter while its last bytes are flushed, before it is removed
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

final class Last extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            stream_bucket_append($out, $bucket);
        }
        if ($closing) for ($i = 0; $i < 3; $i++) suspend();
        return PSFS_PASS_ON;
    }
}
stream_filter_register('last', Last::class);

foreach ([1, 3] as $writers) {
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $filter = stream_filter_append($a, 'last', STREAM_FILTER_WRITE);
    $remover = spawn(fn() => stream_filter_remove($filter));
    suspend();  // it is in the filter
    $all = [];
    for ($i = 0; $i < $writers; $i++) {
        $all[] = spawn(fn() => fwrite($a, 'line'));
    }
    $late = spawn(function () use ($filter) {
        try {
            return stream_filter_remove($filter);
        } catch (TypeError $e) {
            return $e->getMessage();
        }
    });
    echo json_encode([await($remover), await($late), array_map(await(...), $all)]), "\n";
    fwrite($a, '.');
    fclose($a);
    echo stream_get_contents($b), "\n";
    unset($filter);
}
?>
--EXPECT--
[true,"stream_filter_remove(): supplied resource is not a valid stream filter resource",[4]]
line.
[true,"stream_filter_remove(): supplied resource is not a valid stream filter resource",[4,4,4]]
linelineline.
