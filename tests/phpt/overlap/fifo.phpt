--TEST--
IO-600, IO-513, IO-507, IO-1: every function that opens a file waits for the other end of a FIFO, and for what comes through it
--EXTENSIONS--
async
posix
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
use function Async\{spawn, await};

$dir = sys_get_temp_dir() . '/async-overlap-' . getmypid();
mkdir($dir);
for ($i = 0; $i < CALLERS; $i++) {
    posix_mkfifo("$dir/$i", 0600);
}
$calls = [
    'fopen, fgets' => fn($name) => fgets(fopen($name, 'r')),
    'file_get_contents' => fn($name) => file_get_contents($name),
    'file' => fn($name) => file($name),
    'readfile' => function ($name) {
        ob_start();
        return readfile($name) . ob_get_clean();
    },
    'copy' => fn($name) => copy($name, "$name.copy") . file_get_contents("$name.copy"),
    'md5_file' => fn($name) => md5_file($name) === md5("through\n"),
    'hash_file' => fn($name) => hash_file('crc32b', $name) === hash('crc32b', "through\n"),
    'SplFileObject' => fn($name) => (new SplFileObject($name))->fgets(),
    'fopen, fwrite' => fn($name) => fwrite(fopen($name, 'w'), 'x'),
    'file_put_contents' => fn($name) => file_put_contents($name, 'text'),
    'copy to it' => fn($name) => copy(__FILE__, $name),
    'SplFileObject for writing' => fn($name) => (new SplFileObject($name, 'w'))->fwrite('four'),
];
foreach ($calls as $title => $call) {
    $peers = [];
    overlap($title, function ($i) use ($dir, $call) {
        arrived();
        return $call("$dir/$i");
    }, function () use ($dir, $title, &$peers) {
        $peer = preg_match('/write|writing|put|to it/', $title)
            ? fn($i) => file_get_contents("$dir/$i")
            : fn($i) => file_put_contents("$dir/$i", "through\n");
        $peers = array_map(fn($i) => spawn($peer, $i), range(0, CALLERS - 1));
    });
    array_map(await(...), $peers);  // they may still have the pipes open
}
array_map(unlink(...), glob("$dir/*"));
rmdir($dir);
?>
--EXPECT--
fopen, fgets: 5 arrived, 0 done, turns, ["through\n","through\n","through\n","through\n","through\n"]
file_get_contents: 5 arrived, 0 done, turns, ["through\n","through\n","through\n","through\n","through\n"]
file: 5 arrived, 0 done, turns, [["through\n"],["through\n"],["through\n"],["through\n"],["through\n"]]
readfile: 5 arrived, 0 done, turns, ["8through\n","8through\n","8through\n","8through\n","8through\n"]
copy: 5 arrived, 0 done, turns, ["1through\n","1through\n","1through\n","1through\n","1through\n"]
md5_file: 5 arrived, 0 done, turns, [true,true,true,true,true]
hash_file: 5 arrived, 0 done, turns, [true,true,true,true,true]
SplFileObject: 5 arrived, 0 done, turns, ["through\n","through\n","through\n","through\n","through\n"]
fopen, fwrite: 5 arrived, 0 done, turns, [1,1,1,1,1]
file_put_contents: 5 arrived, 0 done, turns, [4,4,4,4,4]
copy to it: 5 arrived, 0 done, turns, [true,true,true,true,true]
SplFileObject for writing: 5 arrived, 0 done, turns, [4,4,4,4,4]
