--TEST--
IO-220, IO-407: more connections than FD_SETSIZE, all waiting at once (any order)
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (posix_getrlimit()['soft openfiles'] !== 'unlimited' && posix_getrlimit()['soft openfiles'] < 3000) die('skip needs 3000 descriptors'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

$pairs = [];
for ($i = 0; $i < 1200; $i++) {
    $pairs[] = unix_pair();
}
$readers = [];
foreach ($pairs as $i => [$a, $b]) {
    $readers[] = spawn(fn() => fgets($b));
}
suspend();
foreach (array_reverse($pairs, true) as $i => [$a, $b]) {
    fwrite($a, "$i\n");
}
$right = 0;
foreach ($readers as $i => $reader) {
    $right += await($reader) === "$i\n";
}
var_dump($right);
$selector = spawn(function () use ($pairs) {
    $read = array_column($pairs, 1);
    $none = null;
    return [stream_select($read, $none, $none, 30), array_keys($read)];
});
suspend();
fwrite($pairs[1199][0], 'x');
echo json_encode(await($selector)), "\n";
?>
--EXPECT--
int(1200)
[1,[1199]]
