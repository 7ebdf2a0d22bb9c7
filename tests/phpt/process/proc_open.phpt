--TEST--
IO-810, IO-15, IO-60: proc_open() does not suspend and keeps its specifications; a protected command runs to its end; the script's end waits
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, protect};

$turns = 0;
$done = false;
spawn(function () use (&$turns, &$done) {
    while (!$done) {
        $turns++;
        suspend();
    }
});
suspend();
await(spawn(function () use (&$turns) {
    $before = $turns;
    $file = tempnam(sys_get_temp_dir(), 'async-spec');
    $process = proc_open('echo "$VAR $(pwd)"; cat <&3; echo error >&2; exit 4', [['pipe', 'r'], ['pipe', 'w'], ['file', $file, 'w'], 3 => ['pipe', 'r']], $pipes, '/', ['VAR' => 'value']);
    $redirected = proc_open(['/bin/sh', '-c', 'echo to both >&2'], [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $others);
    $null = proc_open('cat', [['null'], ['null']], $none);
    echo $turns - $before, " turns\n";
    fwrite($pipes[3], 'from three');
    fclose($pipes[3]);
    echo stream_get_contents($pipes[1]), "\n", stream_get_contents($others[1]);
    echo proc_close($process), proc_close($redirected), proc_close($null), ' ', file_get_contents($file);
    unlink($file);
}));
$done = true;
$protected = spawn(function () {
    protect(function () {
        exec('echo whole; exit 3', $lines, $code);
        echo "$lines[0] $code\n";
    });
    echo "not reached\n";
});
suspend();
$protected->cancel();
try {
    await($protected);
} catch (Async\AsyncCancellation) {
    echo "cancelled after\n";
}
spawn(function () {
    echo shell_exec('echo at the end');
});
?>
--EXPECT--
0 turns
value /
from three
to both
400 error
whole 3
cancelled after
at the end
