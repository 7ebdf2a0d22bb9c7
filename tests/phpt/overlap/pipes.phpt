--TEST--
IO-600, IO-604, IO-1, IO-4: five readers of pipes of proc_open() and popen(), and of one STDIN; five writers into full pipes
--EXTENSIONS--
async
posix
--FILE--
<?php
require __DIR__ . '/../_inc/barrier.inc';
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/php_child.inc';

$reads = ['fgets' => fgets(...), 'fread' => fn($pipe) => fread($pipe, 100), 'stream_get_contents' => stream_get_contents(...)];
foreach ($reads as $function => $read) {
    $processes = $inputs = [];
    overlap("proc_open, $function", function ($i) use ($read, &$inputs, &$processes) {
        $processes[] = proc_open('exec cat', [['pipe', 'r'], ['pipe', 'w']], $pipes);
        $inputs[$i] = $pipes[0];
        arrived();
        return $read($pipes[1]);
    }, function () use (&$inputs) {
        foreach ($inputs as $i => $input) {
            fwrite($input, "n$i\n");
        }
        array_map(fclose(...), $inputs);
    });
    array_map(proc_close(...), $processes);
}

// A child reads its pipe when it is told to.
$tell = $processes = [];
overlap('fwrite', function ($i) use (&$tell, &$processes) {
    $processes[] = proc_open('read line; exec wc -c <&3', [['pipe', 'r'], ['pipe', 'w'], STDERR, ['pipe', 'r']], $pipes);
    $tell[$i] = $pipes[0];
    arrived();
    $written = fwrite($pipes[3], str_repeat('x', 1 << 20));
    fclose($pipes[3]);
    return $written - trim(fgets($pipes[1]));
}, function () use (&$tell) {
    array_map(fn($pipe) => fwrite($pipe, "go\n"), $tell);
});
array_map(proc_close(...), $processes);

// The commands themselves let nobody go before all are there.
$barrier = new Barrier(CALLERS);
overlap('popen', function ($i) use ($barrier) {
    return fgets(popen($barrier->command($i), 'r'));
}, fn() => null, fn() => null);

$code = 'require $argv[1];
    overlap("STDIN", function ($i) { arrived(); return strlen(fgets(STDIN)); }, fn() => fwrite(STDOUT, "all are there\n"));
    overlap("php://stdin", function ($i) { arrived(); return strlen(fgets(fopen("php://stdin", "r"))); }, fn() => fwrite(STDOUT, "again\n"));';
$child = proc_open(php_child('-r', $code, '--', __DIR__ . '/../_inc/overlap.inc'), [['pipe', 'r'], ['pipe', 'w']], $pipes);
echo fgets($pipes[1]);
// One at a time: a reader takes what is there into the buffer it shares with the others.
fwrite($pipes[0], str_repeat("x\n", CALLERS));
echo fgets($pipes[1]), fgets($pipes[1]);
fclose($pipes[0]);
echo fgets($pipes[1]);
?>
--EXPECT--
proc_open, fgets: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
proc_open, fread: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
proc_open, stream_get_contents: 5 arrived, 0 done, turns, ["n0\n","n1\n","n2\n","n3\n","n4\n"]
fwrite: 5 arrived, 0 done, turns, [0,0,0,0,0]
popen: 5 arrived, 0 done, turns, ["go 0\n","go 1\n","go 2\n","go 3\n","go 4\n"]
all are there
STDIN: 5 arrived, 0 done, turns, [2,2,2,2,2]
again
php://stdin: 5 arrived, 0 done, turns, [0,0,0,0,0]
