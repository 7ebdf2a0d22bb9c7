--TEST--
SIGQUIT, D-14: the report also comes, and children are collected, while the only coroutine that can run spins and nobody waits for anything
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (!is_file('/proc/self/task/' . getmypid() . '/children')) die('skip needs the list of children in /proc'); ?>
--FILE--
<?php
use function Async\{await, spawn, suspend};

if (isset($argv[1])) {
    $spin = function (callable $done): string {
        for ($end = hrtime(true) + 10e9; hrtime(true) < $end; suspend()) {
            if ($done()) {
                return 'yes';
            }
        }
        return 'not in ten seconds';
    };
    await(spawn(function () use ($spin) {
        $left = spawn(fn () => exec('true'));
        suspend();
        $left->cancel();
        $children = '/proc/self/task/' . getmypid() . '/children';
        echo 'collected: ', $spin(fn () => file_get_contents($children) === ''), "\n";
        posix_kill(getmypid(), SIGQUIT);
        $begin = hrtime(true);
        $spin(fn () => hrtime(true) - $begin > 100e6);
        fwrite(STDERR, "then the end of spinning\n");
    }));
    exit;
}
require __DIR__ . '/../_inc/php_child.inc';
$child = proc_open(php_child('-d', 'async.report_on_sigquit=1', __FILE__, 'child'), [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
echo stream_get_contents($pipes[1]), preg_replace('/^(?!=== |then ).*\n/m', '', stream_get_contents($pipes[2]));
proc_close($child);
?>
--EXPECTF--
collected: yes
=== COROUTINES of process %d: 2 alive, %d can run ===
=== END ===
then the end of spinning
