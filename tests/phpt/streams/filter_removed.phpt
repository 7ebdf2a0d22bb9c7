--TEST--
IO-651: a filter is removed while another coroutine is in it, or about to enter it
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

final class Marking extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        suspend();
        suspend();
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            $bucket->data .= $this->params;
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }
    public function onClose(): void
    {
        suspend();
    }
}
stream_filter_register('marking', Marking::class);

foreach ([0, 1, 2] as $which) {
    foreach ([STREAM_FILTER_READ, STREAM_FILTER_WRITE] as $mode) {
        [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $filters = array_map(fn($mark) => stream_filter_append($a, 'marking', $mode, $mark), ['1', '2', '3']);
        if ($mode === STREAM_FILTER_READ) {
            fwrite($b, 'data');
            fclose($b);
            $user = spawn(fn() => stream_get_contents($a));
        } else {
            $user = spawn(fn() => fwrite($a, 'data'));
        }
        suspend();  // it is in the first
        $remover = spawn(fn() => stream_filter_remove($filters[$which]));
        $late = spawn(function () use ($filters, $which) {
            try {
                return stream_filter_remove($filters[$which]);
            } catch (TypeError $e) {
                return $e->getMessage();
            }
        });
        echo json_encode([await($user), await($remover), await($late)]);
        if ($mode === STREAM_FILTER_WRITE) {
            fwrite($a, 'and');
            fclose($a);
            echo ' ', stream_get_contents($b);
        }
        echo "\n";
        unset($filters);
    }
}
?>
--EXPECT--
["data123",true,"stream_filter_remove(): supplied resource is not a valid stream filter resource"]
[4,true,"stream_filter_remove(): supplied resource is not a valid stream filter resource"] data123and23
["data123",true,"stream_filter_remove(): supplied resource is not a valid stream filter resource"]
[4,true,"stream_filter_remove(): supplied resource is not a valid stream filter resource"] data123and13
["data123",true,"stream_filter_remove(): supplied resource is not a valid stream filter resource"]
[4,true,"stream_filter_remove(): supplied resource is not a valid stream filter resource"] data123and12
