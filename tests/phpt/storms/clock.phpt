--TEST--
IO-22: when the wall clock jumps, forward or back, delays and time limits last as long as before (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php require __DIR__ . '/../_inc/faults_skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';

echo failing_php('none', 0, <<<'CODE'
use function Async\{await, await_all, delay, spawn, suspend, timeout};

$jumps = fn (int $seconds) => putenv("ASYNC_CLOCK=$seconds");
$real = time();
await_all([
    spawn(function () use ($jumps, $real) {
        foreach ([3600, -3600, 10 * 365 * 86400, 0] as $seconds) {
            $jumps($seconds);
            echo abs(time() - $real - $seconds) < 60 ? "the clock has moved\n" : "it has not\n";
            delay(20);
        }
    }),
    spawn(function () {
        // Long ones must not end with a jump forward, short ones not be put off by one back.
        $begin = hrtime(true);
        $never = spawn(fn () => delay(1000000));
        [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        stream_set_timeout($a, 3000);
        $reader = spawn(fn () => fread($a, 1));
        $limited = spawn(fn () => await($never, timeout(1000000)));
        $read = [$a];
        $none = null;
        for ($i = 0; $i < 20; $i++) {
            delay(10);
            usleep(1000);
            $short = [$b];
            stream_select($short, $none, $none, 0, 1000);
            try { await($never, timeout(1)); } catch (Async\OperationCanceledException) { }
        }
        $passed = (hrtime(true) - $begin) / 1e9;
        echo $passed > 0.2 && $passed < 60 ? "as long as before\n" : "$passed s\n";
        var_dump($never->isCompleted(), $reader->isCompleted(), $limited->isCompleted());
        fwrite($b, 'x');
        echo await($reader), "\n";
        $limited->cancel();
        $never->cancel();
    }),
]);
CODE)[0], "\n";
?>
--EXPECT--
the clock has moved
the clock has moved
the clock has moved
the clock has moved
as long as before
bool(false)
bool(false)
bool(false)
x
