--TEST--
IO-805, IO-10, IO-12, IO-814: cancelling leaves the child to itself, closes the pipe, and no zombie remains; no warning (any order)
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (!is_dir('/proc/self')) die('skip needs /proc'); ?>
--FILE--
<?php
use function Async\{spawn, await};

function children(): array
{
    $children = [];
    foreach (glob('/proc/[0-9]*/stat') as $file) {
        $stat = @file_get_contents($file);
        if (is_string($stat) && preg_match('/^(\d+) \(.*\) (\S) (\d+)/s', $stat, $m) && (int) $m[3] === getmypid()) {
            $children[(int) $m[1]] = $m[2];
        }
    }
    return $children;
}

$fifo = sys_get_temp_dir() . '/async-cancel-' . getmypid();
posix_mkfifo($fifo, 0600);
foreach (['exec', 'system', 'passthru', 'shell_exec', 'pclose', 'proc_close'] as $function) {
    // Each says that it runs, then waits for the FIFO.
    $ready = "$fifo-$function";
    posix_mkfifo($ready, 0600);
    $command = "exec 3>$ready; echo up >&3; exec 3>&-; read x <$fifo";
    $call = spawn(function () use ($function, $command) {
        try {
            match ($function) {
                'pclose' => pclose(popen($command, 'r')),
                'proc_close' => proc_close(proc_open($command, [], $pipes)),
                default => $function($command),
            };
            echo "came back\n";
        } catch (Async\AsyncCancellation $e) {
            echo $function, ': ', $e->getMessage(), "\n";
            // IO-16
            echo '  then ', exec('echo works; exit 3', $lines, $code), " $code\n";
        }
    });
    $reader = spawn(fn() => fgets(fopen($ready, 'r')));
    echo trim(await($reader)), ' ', count(children()), "\n";
    $call->cancel(new Async\AsyncCancellation('enough'));
    await($call);
    echo '  left alone: ', count(array_filter(children(), fn($state) => $state !== 'Z')), "\n";
    $writer = fopen($fifo, 'w');
    fwrite($writer, "end\n");
    fclose($writer);
    while (children()) {
        usleep(1000);
    }
    echo "  gone\n";
    unlink($ready);
}
unlink($fifo);
?>
--EXPECT--
up 1
exec: enough
  then works 3
  left alone: 1
  gone
up 1
system: enough
  then works 3
  left alone: 1
  gone
up 1
passthru: enough
  then works 3
  left alone: 1
  gone
up 1
shell_exec: enough
  then works 3
  left alone: 1
  gone
up 1
pclose: enough
  then works 3
  left alone: 1
  gone
up 1
proc_close: enough
  then works 3
  left alone: 1
  gone
