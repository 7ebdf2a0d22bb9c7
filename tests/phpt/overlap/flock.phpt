--TEST--
IO-510, IO-507, IO-1, IO-4: five waiters for a lock, by flock(), LOCK_EX of file_put_contents() and SplFileObject::flock()
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/streams.inc';

$name = tempnam(sys_get_temp_dir(), 'async-overlap');
$calls = [
    'LOCK_EX' => fn() => flock(fopen($name, 'r'), LOCK_EX),
    'LOCK_SH' => fn() => flock(fopen($name, 'r'), LOCK_SH),
    'file_put_contents' => fn($i) => file_put_contents($name, "n$i\n", LOCK_EX | FILE_APPEND),
    'SplFileObject' => fn() => (new SplFileObject($name))->flock(LOCK_EX),
];
foreach ($calls as $title => $call) {
    $holder = fopen($name, 'r');
    flock($holder, LOCK_EX);
    overlap($title, function ($i) use ($call) {
        arrived();
        return $call($i);
    }, fn() => flock($holder, LOCK_UN));
}
echo count(file($name)), " lines\n";

// Another process has it.
$code = '$f = fopen($argv[1], "r+"); flock($f, LOCK_EX); echo "held\n"; fgets(STDIN);';
$child = proc_open([PHP_BINARY, '-n', '-r', $code, '--', $name], [['pipe', 'r'], ['pipe', 'w']], $pipes);
echo fgets($pipes[1]);
overlap('of another process', function () use ($calls) {
    arrived();
    return $calls['LOCK_EX']();
}, fn() => fclose($pipes[0]));
unlink($name);
?>
--EXPECT--
LOCK_EX: 5 arrived, 0 done, turns, [true,true,true,true,true]
LOCK_SH: 5 arrived, 0 done, turns, [true,true,true,true,true]
file_put_contents: 5 arrived, 0 done, turns, [3,3,3,3,3]
SplFileObject: 5 arrived, 0 done, turns, [true,true,true,true,true]
5 lines
held
of another process: 5 arrived, 0 done, turns, [true,true,true,true,true]
