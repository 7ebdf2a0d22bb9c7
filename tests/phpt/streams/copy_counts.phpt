--TEST--
IO-650: what stream_copy_to_stream() copies and counts is stock's, in a coroutine and without: limits, offsets, filters, all kinds of streams (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

$text = implode(range(1, 5000));
$sources = [
    'file' => function () use ($text) {
        $file = tmpfile();
        fwrite($file, $text);
        rewind($file);
        return $file;
    },
    'memory' => function () use ($text) {
        $memory = fopen('php://memory', 'w+');
        fwrite($memory, $text);
        rewind($memory);
        return $memory;
    },
    'socket' => function () use ($text) {
        [$a, $b] = unix_pair();
        fwrite($a, $text);
        fclose($a);
        return $b;
    },
    'pipe' => fn() => popen('seq -s "" 1 5000 2>/dev/null', 'r'),
    'filtered' => function () use ($text) {
        [$a, $b] = unix_pair();
        fwrite($a, $text);
        fclose($a);
        stream_filter_append($b, 'string.rot13');
        return $b;
    },
];
$targets = [
    'file' => tmpfile(...),
    'memory' => fn() => fopen('php://memory', 'w+'),
    'socket' => fn() => unix_pair(),
    'filtered' => function () {
        $memory = fopen('php://memory', 'w+');
        stream_filter_append($memory, 'convert.base64-encode', STREAM_FILTER_WRITE);
        return $memory;
    },
];
$copy = function () use ($sources, $targets) {
    $answers = [];
    foreach ($sources as $from => $source) {
        foreach ($targets as $to => $target) {
            foreach ([[], [100], [0], [9000, 7], [null, 20], [-1]] as $limits) {
                $in = $source();
                fread($in, 3);  // the rest of its first chunk is in its buffer
                $out = $target();
                [$out, $other] = is_array($out) ? $out : [$out, null];
                $answer = @stream_copy_to_stream($in, $out, ...$limits);
                $after = [ftell($in), feof($in), ftell($out), strlen((string) fread($in, 5))];
                if (!$other) {
                    rewind($out);
                    $copied = stream_get_contents($out);
                } else {
                    fclose($out);
                    $copied = stream_get_contents($other);
                }
                $answers["$from to $to " . json_encode($limits)] = [$answer, $after, md5($copied)];
            }
        }
    }
    return $answers;
};
$stock = $copy();
$cooperative = await(spawn($copy));
foreach ($stock as $title => $answer) {
    if ($answer !== $cooperative[$title]) {
        echo $title, "\nstock:       ", json_encode($answer), "\ncooperative: ", json_encode($cooperative[$title]), "\n";
    }
}
echo count($stock), " compared\n";
?>
--EXPECT--
120 compared
