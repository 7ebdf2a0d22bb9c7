--TEST--
IO-43, IO-42, IO-501, IO-509: lines and blocks of concurrent writers stay whole, on one handle and on appending ones
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$name = tempnam(sys_get_temp_dir(), 'async-order');
$file = fopen($name, 'w');
$writers = [];
for ($i = 0; $i < 4; $i++) {
    $writers[] = spawn(function () use ($file, $i) {
        for ($line = 0; $line < 250; $line++) {
            fwrite($file, str_repeat((string) $i, 50 + $line) . "\n");
            suspend();
        }
    });
}
array_map(fn($w) => await($w), $writers);
fclose($file);
$lines = file($name, FILE_IGNORE_NEW_LINES);
echo count($lines), ' ', count(array_filter($lines, fn($line) => count_chars($line, 3) === $line[0])), "\n";

// Big blocks go through workers; others run meanwhile; the order of the calls is the order in the file.
$file = fopen($name, 'w+');
$turns = $order = 0;
$writers = [];
for ($i = 0; $i < 4; $i++) {
    $writers[] = spawn(fn() => fwrite($file, str_repeat((string) $i, 300000)));
}
$ticker = spawn(function () use ($writers, &$turns) {
    while (array_filter($writers, fn($w) => !$w->isCompleted())) {
        $turns++;
        suspend();
    }
});
suspend();
// A reader and a seek come after what is under way.
$reader = spawn(function () use ($file) {
    rewind($file);
    return fread($file, 3);
});
echo json_encode(array_map(fn($w) => await($w), $writers)), "\n";
await($ticker);
echo $turns > 0 ? "turns\n" : "none\n";
await($reader);
fclose($file);
$content = file_get_contents($name);
echo strlen($content), ' ', json_encode(array_map(fn($block) => [$block[0], strspn($block, $block[0])], str_split($content, 300000))), "\n";

// Appending handles of their own.
unlink($name);
$writers = [];
for ($i = 0; $i < 4; $i++) {
    $writers[] = spawn(function () use ($name, $i) {
        $file = fopen($name, 'a');
        for ($n = 0; $n < 5; $n++) {
            fwrite($file, str_repeat((string) $i, 100000));
        }
        return ftell($file);
    });
}
echo json_encode(array_map(fn($w) => await($w), $writers)), "\n";
$counts = array_map(fn($n) => $n / 100000, count_chars(file_get_contents($name), 1));
echo json_encode(array_values($counts)), "\n";
unlink($name);
?>
--EXPECT--
1000 1000
[300000,300000,300000,300000]
turns
1200000 [["0",300000],["1",300000],["2",300000],["3",300000]]
[500000,500000,500000,500000]
[5,5,5,5]
