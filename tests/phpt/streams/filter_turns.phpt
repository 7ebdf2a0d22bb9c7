--TEST--
IO-651: while a filter is suspended the stream's next reader or writer waits its turn, the bytes keep their order and the stream can be closed after
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, await_all, suspend};

final class Marking extends php_user_filter
{
    private bool $inside = false;

    public function filter($in, $out, &$consumed, bool $closing): int
    {
        if ($this->inside) {
            echo "entered twice\n";
        }
        $this->inside = true;
        for ($i = 0; $i < 5; $i++) {
            suspend();
        }
        while ($bucket = stream_bucket_make_writeable($in)) {
            $bucket->data = strtoupper($bucket->data);
            $consumed += $bucket->datalen;
            suspend();
            stream_bucket_append($out, $bucket);
        }
        $this->inside = false;
        return PSFS_PASS_ON;
    }
}
stream_filter_register('marking', Marking::class);

foreach (['stdio', 'socket'] as $kind) {
    if ($kind === 'socket') {
        [$in, $out] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    } else {
        $process = proc_open('cat', [['pipe', 'r'], ['pipe', 'w']], $pipes);
        [$out, $in] = $pipes;
    }
    stream_filter_append($in, 'marking', STREAM_FILTER_READ);
    stream_filter_append($out, 'marking', STREAM_FILTER_WRITE);
    $writers = [];
    foreach (['a', 'b', 'c', 'd'] as $letter) {
        $writers[] = spawn(fn() => fwrite($out, str_repeat($letter, 4) . "\n"));
    }
    $readers = [];
    $lines = [];
    for ($i = 0; $i < 4; $i++) {
        $readers[] = spawn(function () use ($in, &$lines) {
            $lines[] = fgets($in);
        });
    }
    echo json_encode(await_all($writers)[0]), "\n";
    // Behind a filter the engine reads on until it has a whole chunk, or the end.
    fclose($out);
    await_all($readers);
    sort($lines);
    echo json_encode($lines), "\n";
    // With the engine's mark lost this would be refused.
    var_dump(await(spawn(fn() => fclose($in))));
}

// A cancelled reader in the queue leaves the others their turns.
[$in, $out] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_filter_append($in, 'marking', STREAM_FILTER_READ);
fwrite($out, "first\n");
$first = spawn(fn() => fgets($in));
suspend();
suspend();
fwrite($out, "second\n");
$second = spawn(fn() => fgets($in));
suspend();
$second->cancel();
try {
    await($second);
} catch (Async\AsyncCancellation) {
    echo "cancelled\n";
}
fclose($out);
echo await($first);
echo await(spawn(fn() => fgets($in)));
// In the main flow as well, and a filter that reads its own stream does not wait for itself.
final class Nosy extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            $bucket->data .= '[' . (is_resource($this->stream) ? 'has its stream' : '') . "]\n";
            stream_bucket_append($out, $bucket);
        }
        return PSFS_PASS_ON;
    }
}
stream_filter_register('nosy', Nosy::class);
[$in, $out] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_filter_append($in, 'nosy', STREAM_FILTER_READ);
fwrite($out, 'x');
fclose($out);
echo fgets($in);
?>
--EXPECT--
[5,5,5,5]
["AAAA\n","BBBB\n","CCCC\n","DDDD\n"]
bool(true)
[5,5,5,5]
["AAAA\n","BBBB\n","CCCC\n","DDDD\n"]
bool(true)
cancelled
FIRST
SECOND
x[has its stream]
