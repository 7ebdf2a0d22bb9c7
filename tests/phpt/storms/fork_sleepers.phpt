--TEST--
C-158, C-159: beside 1,000 sleepers a fork is refused and disturbs none of them; beside main alone both processes go on (any order)
--EXTENSIONS--
async
pcntl
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';
use Async\Channel;
use function Async\{await, await_all, delay, get_coroutines, spawn, suspend};

$gate = new Channel();
$sleepers = array_map(fn ($i) => spawn(function () use ($gate, $i) {
    $i % 2 ? $gate->recv() : delay(1);
    return $i;
}), range(1, storm(1000)));
suspend();
$refused = 0;
for ($i = 0; $i < 10; $i++) {
    try {
        pcntl_fork() === 0 && exit(99);
    } catch (Error) {
        $refused++;
    }
}
echo "refused $refused times\n";
for ($i = 0; $i < storm(1000) / 2; $i++) $gate->send(true);
[$results, $errors] = await_all($sleepers);
echo array_values($results) === range(1, storm(1000)) && !$errors ? 'all woke up' : 'some did not', "\n";
unset($sleepers);

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
for ($i = 0; $i < 5; $i++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        await_all(array_map(fn ($n) => spawn(fn () => delay(1)), range(1, 100)));
        fwrite($theirs, "child $i: " . count(get_coroutines()) . "\n");
        exit($i);
    }
    await_all(array_map(fn ($n) => spawn(fn () => delay(1)), range(1, 100)));
    echo 'parent, ', fgets($ours);
    pcntl_waitpid($pid, $status);
    echo pcntl_wexitstatus($status), "\n";
}
?>
--EXPECT--
refused 10 times
all woke up
parent, child 0: 1
0
parent, child 1: 1
1
parent, child 2: 1
2
parent, child 3: 1
3
parent, child 4: 1
4
