--TEST--
IO-226, IO-13: a cancelled stream_get_contents() or fgets() loses what it had taken; what is in the stream's buffer or still to come stays
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

function cancelled(callable $call): string
{
    $coroutine = spawn($call);
    suspend();
    $coroutine->cancel(new Async\AsyncCancellation('enough'));
    try {
        return 'returned ' . var_export(await($coroutine), true);
    } catch (Async\AsyncCancellation $e) {
        return $e->getMessage();
    }
}

foreach (['pair', 'pipe'] as $kind) {
    if ($kind === 'pair') {
        [$in, $out] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    } else {
        $process = proc_open('exec cat', [['pipe', 'r'], ['pipe', 'w']], $pipes);
        [$out, $in] = $pipes;
    }
    $arrive = function (string $text) use ($in, $out) {
        fwrite($out, $text);
        $read = [$in];
        $none = null;
        stream_select($read, $none, $none, null);
    };
    $arrive('taken ');
    echo "$kind: ", cancelled(fn() => stream_get_contents($in)), ', ';
    $arrive('kept');
    echo fread($in, 100), "\n";
    // fgets() takes a line's beginning out of the buffer at once.
    $arrive('half a ');
    echo cancelled(fn() => fgets($in)), ', ';
    fwrite($out, "line\n");
    echo fgets($in);
    // What stays in it is not lost.
    $arrive('abcdef');
    echo fread($in, 2), ', ', cancelled(fn() => stream_get_line($in, 100, 'z')), ', ', fread($in, 4), "\n";
    var_dump(is_resource($in), feof($in));
    fclose($out);
    fclose($in);
}
?>
--EXPECT--
pair: enough, kept
enough, line
ab, enough, cdef
bool(true)
bool(false)
pipe: enough, kept
enough, line
ab, enough, cdef
bool(true)
bool(false)
