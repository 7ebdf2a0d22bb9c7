--TEST--
IO-651, IO-51: a filter is removed while its stream is being closed, by one whose filters suspend: for everybody else it is gone (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

final class Slow extends php_user_filter
{
    public static array $closed = [];

    private static function pause(): void
    {
        for ($i = 0; $i < 5; $i++) suspend();
    }
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            stream_bucket_append($out, $bucket);
        }
        if ($closing) self::pause();
        return PSFS_PASS_ON;
    }
    public function onClose(): void
    {
        self::pause();
        self::$closed[] = $this->params;
    }
}
stream_filter_register('slow', Slow::class);

$told = [];
for ($turns = 0; $turns < 30; $turns++) {
    [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $filters = array_map(fn($name) => stream_filter_append($a, 'slow', STREAM_FILTER_WRITE, $name), ['first', 'second']);
    fwrite($a, 'data');
    $closing = spawn(fn() => @fclose($a));
    for ($i = 0; $i < $turns; $i++) suspend();
    try {
        $told[json_encode(stream_filter_remove($filters[1]))] = true;
    } catch (TypeError $e) {
        $told[$e->getMessage()] = true;
    }
    await($closing);
    if (is_resource($a)) fclose($a);  // the engine closes no stream inside a filter of it
    while (count(Slow::$closed) < 2) suspend();
    for ($i = 0; $i < 20; $i++) suspend();
    sort(Slow::$closed);
    if (Slow::$closed !== ['first', 'second']) echo "after $turns turns: ", json_encode(Slow::$closed), "\n";
    Slow::$closed = [];
    if (stream_get_contents($b) !== 'data') echo "after $turns turns: data lost\n";
}
unset($told['true']);  // it came before the end
echo implode("\n", array_keys($told)), "\n";
?>
--EXPECT--
stream_filter_remove(): supplied resource is not a valid stream filter resource
