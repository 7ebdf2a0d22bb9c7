--TEST--
IO-815, IO-816: many children at once, no exit code mixed up, none stolen from the script; the script may reap one itself (any order)
--EXTENSIONS--
async
pcntl
--FILE--
<?php
use function Async\{spawn, await};

$calls = [];
for ($i = 0; $i < 20; $i++) {
    $calls[] = spawn(function () use ($i) {
        for ($round = 0; $round < 3; $round++) {
            $process = proc_open("cat; exit $i", [['pipe', 'r'], ['pipe', 'w']], $pipes);
            fwrite($pipes[0], "text $i");
            fclose($pipes[0]);
            $text = fread($pipes[1], 100);
            exec("exit $i", $none, $code);
            $closed = [$text, proc_close($process), $code, pclose(popen("exit $i", 'r'))];
            if ($closed !== ["text $i", $i, $i, $i]) {
                return $closed;
            }
        }
        return 'right';
    });
}
print_r(array_count_values(array_map(fn($call) => json_encode(await($call)), $calls)));

// A child of the script's own is not touched while others are waited for.
$own = proc_open('read x; exit 11', [['pipe', 'r']], $pipes);
$pid = proc_get_status($own)['pid'];
fclose($pipes[0]);
exec('true');
while (($reaped = pcntl_waitpid($pid, $status, WNOHANG)) === 0) {
    Async\suspend();
}
var_dump($reaped === $pid, pcntl_wexitstatus($status));
var_dump(proc_close($own));

// The script reaps what is waited for.
$process = proc_open('sleep 0.1; exit 3', [], $pipes);
$pid = proc_get_status($process)['pid'];
$closer = spawn(fn() => proc_close($process));
Async\suspend();
var_dump(pcntl_waitpid($pid, $status) === $pid, await($closer));
?>
--EXPECT--
Array
(
    ["right"] => 20
)
bool(true)
int(11)
int(-1)
bool(true)
int(-1)
