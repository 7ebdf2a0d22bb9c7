--TEST--
IO-40, IO-41: several readers of one stream; no byte is lost or read twice
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

foreach (['tcp_pair', 'unix_pair'] as $pair) {
    [$a, $b] = $pair();
    $read = function (int $size) use ($b) {
        $got = [];
        while (($bytes = fread($b, $size)) !== '' && $bytes !== false) {
            array_push($got, ...unpack('N*', $bytes));
        }
        return $got;
    };
    $readers = [spawn($read, 4), spawn($read, 8), spawn($read, 4000), spawn($read, 20000), spawn($read, 4)];
    spawn(function () use ($a) {
        for ($i = 0; $i < 5000;) {
            $count = mt_rand(1, 3) === 1 ? 2500 : mt_rand(1, 20);
            $end = min(5000, $i + $count);
            fwrite($a, pack('N*', ...range($i, $end - 1)));
            $i = $end;
            if (mt_rand(0, 1)) {
                suspend();
            }
        }
        fclose($a);
    });
    unset($a);
    $all = array_merge(...array_map(await(...), $readers));
    sort($all);
    var_dump($all === range(0, 4999));
}
// Cancelling or timing out one reader leaves the others where they are.
[$a, $b] = tcp_pair();
$first = spawn(fn() => fread($b, 10));
$second = spawn(fn() => fread($b, 10));
suspend();
$first->cancel();
suspend();
fwrite($a, 'hello');
var_dump(await($second));
stream_set_timeout($b, 0, 20000);
$impatient = spawn(fn() => fread($b, 10));
suspend();
stream_set_timeout($b, 10);
$patient = spawn(fn() => fread($b, 10));
var_dump(await($impatient));
fwrite($a, 'again');
var_dump(await($patient));
?>
--EXPECT--
bool(true)
bool(true)
string(5) "hello"
bool(false)
string(5) "again"
