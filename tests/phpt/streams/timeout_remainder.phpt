--TEST--
IO-20, IO-225, IO-220: a wait that was woken in vain goes on with what is left of its time; each wait of one call has the whole time; a read takes what has come
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend, delay};

// What comes goes to the one who waits longest; the other is woken each time, for nothing.
[$a, $b] = unix_pair();
stream_set_timeout($b, 0, 200000);
$thief = spawn(function () use ($b) {
    for ($stolen = 0; fread($b, 1) === 'x'; $stolen++);
    return $stolen;
});
$loser = spawn(fn() => [fread($b, 1), stream_get_meta_data($b)['timed_out']]);
for ($i = 0; $i < 20; $i++) {
    delay(30);
    fwrite($a, 'x');
}
var_dump($loser->isCompleted());
echo json_encode([await($loser), await($thief)]), "\n";

// Longer than the timeout together, each wait shorter.
[$a, $b] = unix_pair();
stream_set_timeout($b, 1);
$slowly = function (string $text) use ($a) {
    foreach (str_split($text) as $byte) {
        delay(400);
        fwrite($a, $byte);
    }
};
$writer = spawn($slowly, "abcd\n");
var_dump(fgets($b));
await($writer);

spawn(function () use ($a) {
    delay(10);
    fwrite($a, 'short');
    delay(10);
    fwrite($a, 'reads');
});
var_dump(fread($b, 100), fread($b, 100));
?>
--EXPECT--
bool(true)
[[false,true],20]
string(5) "abcd
"
string(5) "short"
string(5) "reads"
