--TEST--
IO-813, IO-805: a process nobody closes is waited for where its variable ends, in that coroutine; in the collector, or while a stack unwinds, it is left; no zombie remains (any order)
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (!is_dir('/proc/self')) die('skip needs /proc'); ?>
--FILE--
<?php
use function Async\{spawn, await, suspend};

// State letters of our children.
function children(): string
{
    $states = '';
    foreach (glob('/proc/[0-9]*/stat') as $file) {
        $stat = @file_get_contents($file);
        if (is_string($stat) && preg_match('/^\d+ \(.*\) (\S) (\d+)/s', $stat, $m) && (int) $m[2] === getmypid()) {
            $states .= $m[1] === 'Z' ? 'Z' : 'a';
        }
    }
    return $states;
}
function gone(): string
{
    while (children() !== '') {
        usleep(1000);
    }
    return 'no child left';
}

$fifo = sys_get_temp_dir() . '/async-implicit-' . getmypid();
posix_mkfifo($fifo, 0600);
$log = [];
$holder = spawn(function () use ($fifo, &$log) {
    // The child says that it runs, then waits for the FIFO.
    $process = proc_open("echo up; read x <$fifo; exit 3", [1 => ['pipe', 'w']], $pipes);
    fgets($pipes[1]);
    $log[] = 'up';
    unset($process);
    $log[] = 'ended';
});
$other = spawn(function () use ($fifo, &$log) {
    while ($log !== ['up']) {
        suspend();
    }
    for ($i = 0; $i < 5; $i++) {
        suspend();
    }
    $log[] = 'others run, child: ' . children();
    file_put_contents($fifo, "end\n");
});
await($holder);
await($other);
echo implode(', ', $log), '; ', gone(), "\n";

// Cancelled there: the child goes on and is collected.
$log = [];
$holder = spawn(function () use ($fifo, &$log) {
    $process = proc_open("echo up; read x <$fifo", [1 => ['pipe', 'w']], $pipes);
    fgets($pipes[1]);
    $log[] = 'up';
    $process = null;
    $log[] = 'not reached';
});
while (!$log) {
    suspend();
}
suspend();
$holder->cancel(new Async\AsyncCancellation('enough'));
try {
    await($holder);
} catch (Async\AsyncCancellation $e) {
    echo get_class($e), ' ', $e->getMessage(), ', ', children(), "\n";
}
file_put_contents($fifo, "end\n");
echo gone(), "\n";

// An exception ends the function that held it.
try {
    await(spawn(function () use ($fifo) {
        $process = proc_open("echo up; read x <$fifo", [1 => ['pipe', 'w']], $pipes);
        fgets($pipes[1]);
        throw new Exception('out');
    }));
} catch (Exception $e) {
    echo $e->getMessage(), ', ', children(), "\n";
}
file_put_contents($fifo, "end\n");
echo gone(), "\n";

// Garbage.
await(spawn(function () use ($fifo) {
    $cycle = new stdClass();
    $cycle->self = $cycle;
    $cycle->process = proc_open("echo up; read x <$fifo", [1 => ['pipe', 'w']], $pipes);
    fgets($pipes[1]);
    unset($cycle);
    gc_collect_cycles();
    suspend();
    suspend();
    echo 'collected, ', children(), "\n";
}));
file_put_contents($fifo, "end\n");
echo gone(), "\n";
// What pcntl asks stays an answer for pcntl.
if (function_exists('pcntl_waitpid')) {
    await(spawn(function () use ($fifo) {
        $process = proc_open("read x <$fifo; exit 5", [], $pipes);
        $pid = proc_get_status($process)['pid'];
        echo pcntl_waitpid($pid, $status, WNOHANG) === 0 ? "runs\n" : "ended\n";
        file_put_contents($fifo, "end\n");
        while (pcntl_waitpid($pid, $status, WNOHANG) === 0) {
            suspend();
        }
        echo pcntl_wexitstatus($status), "\n";
    }));
} else {
    echo "runs\n5\n";
}
unlink($fifo);
?>
--EXPECT--
up, others run, child: a, ended; no child left
Async\AsyncCancellation enough, a
no child left
out, a
no child left
collected, a
no child left
runs
5
