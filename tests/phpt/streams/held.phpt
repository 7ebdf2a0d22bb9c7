--TEST--
IO-51: a stream that another coroutine closes while a call that uses it runs PHP code which suspends (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, delay, suspend};

final class Text
{
    public function __toString(): string
    {
        delay(2);
        return 'text';
    }
}
final class SlowFilter extends php_user_filter
{
    public function onCreate(): bool
    {
        delay(2);
        return true;
    }
}
stream_filter_register('slow', SlowFilter::class);
$calls = [
    'fprintf' => fn($s) => fprintf($s, '%s', new Text),
    'vfprintf' => fn($s) => vfprintf($s, '%s', [new Text]),
    'fputcsv' => fn($s) => fputcsv($s, [new Text, new Text], escape: ''),
    'fpassthru' => function ($s) {
        ob_start(function () { delay(2); return ''; }, 1);
        try {
            return fpassthru($s);
        } finally {
            ob_end_clean();
        }
    },
    'stream_filter_append' => fn($s) => stream_filter_append($s, 'slow'),
    'stream_filter_prepend' => fn($s) => stream_filter_prepend($s, 'slow'),
];
$makers = [
    'socket' => function () {
        [$stream, $peer] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        fwrite($peer, str_repeat('x', 20000));
        fclose($peer);
        return $stream;
    },
    'file' => function () {
        $stream = tmpfile();
        fwrite($stream, str_repeat('x', 20000));
        rewind($stream);
        return $stream;
    },
    'memory' => function () {
        $stream = fopen('php://memory', 'w+');
        fwrite($stream, str_repeat('x', 20000));
        rewind($stream);
        return $stream;
    },
];
foreach ($calls as $name => $call) {
    foreach ($makers as $kind => $make) {
        $stream = $make();
        $caller = spawn(fn() => @$call($stream));
        suspend();
        fclose($stream);
        echo $caller->isCompleted() ? "$name of a $kind was too fast\n" : '';
        await($caller);
    }
    try {
        $call($stream);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
fprintf(): supplied resource is not a valid stream resource
vfprintf(): supplied resource is not a valid stream resource
fputcsv(): supplied resource is not a valid stream resource
fpassthru(): supplied resource is not a valid stream resource
stream_filter_append(): supplied resource is not a valid stream resource
stream_filter_prepend(): supplied resource is not a valid stream resource
