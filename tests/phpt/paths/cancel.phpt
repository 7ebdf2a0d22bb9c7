--TEST--
IO-10, IO-12, IO-14, IO-16: a cancelled call on a path goes no further, warns of nothing and leaves nothing open
--EXTENSIONS--
async
--INI--
async.fs_metadata=pool
--FILE--
<?php
use function Async\{spawn, await, await_all, suspend};

$dir = sys_get_temp_dir() . '/async-cancel-' . getmypid();
mkdir($dir);
file_put_contents("$dir/f", 'x');
for ($i = 0; $i < 600; $i++) {
    touch("$dir/name$i");
}

$calls = [
    'fopen' => fn() => fopen("$dir/f", 'r'),
    'opendir' => fn() => opendir($dir),
    'scandir' => fn() => scandir($dir),
    'glob' => fn() => glob("$dir/*"),
    'stat' => fn() => stat("$dir/f"),
    'rename' => fn() => rename("$dir/none", "$dir/x"),
    'unlink' => fn() => unlink("$dir/none"),
    'copy' => fn() => copy("$dir/f", "$dir/copied"),
    'mkdir' => fn() => mkdir("$dir/p/q/r", 0777, true),
    'tempnam' => fn() => tempnam($dir, 'temp'),
    'realpath' => fn() => realpath("$dir/none/such"),
    'touch' => fn() => touch("$dir/none/such"),
];
foreach ($calls as $call) {  // what a first time leaves open belongs to the runtime
    $dry = await(spawn(fn() => @$call()));
    unset($dry);
}
array_map('unlink', glob("$dir/temp*"));
exec("rm -rf $dir/p $dir/copied");
gc_collect_cycles();
$before = count(scandir('/proc/self/fd'));
foreach ($calls as $name => $call) {
    $reason = new Async\AsyncCancellation($name);
    $coroutine = spawn(function () use ($call, $dir) {
        try {
            $call();
            return 'went through';
        } catch (Async\AsyncCancellation $e) {
            return [$e, file_get_contents("$dir/f")];  // IO-16
        }
    });
    suspend();  // in the worker's hands
    $coroutine->cancel($reason);
    $result = await($coroutine);
    if ($result !== [$reason, 'x']) {
        echo "$name: ", json_encode($result), "\n";
    }
}
// The workers are through with everything handed to them before.
for ($i = 0; $i < 100 && count(scandir('/proc/self/fd')) > $before; $i++) {
    await(spawn(fn() => stat("$dir/f$i" === '' ? '' : $dir)));
    clearstatcache();
}
echo count(scandir('/proc/self/fd')) - $before, " descriptors left\n";
echo file_exists("$dir/p/q") ? 'went on' : 'stopped', ' at most at the first of several steps', "\n";
echo count(glob("$dir/temp*")), " temporary files left\n";
exec("rm -rf $dir");
?>
--EXPECT--
0 descriptors left
stopped at most at the first of several steps
0 temporary files left
