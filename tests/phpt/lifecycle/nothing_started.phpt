--TEST--
D-19, C-222, C-173: a script that never uses async gets no loop, thread or descriptor from blocking calls, collections or Fiber::start(), and PHP's own collector (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (!is_dir('/proc/self/fd')) die('skip needs /proc'); ?>
--FILE--
<?php
function census(): array
{
    clearstatcache();
    return [count(scandir('/proc/self/task')), count(scandir('/proc/self/fd'))];
}
function cycles(int $count): void
{
    for ($i = 0; $i < $count; $i++) {
        $a = new stdClass;
        $a->self = $a;
    }
}
$before = census();
$file = file_get_contents(__FILE__);
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($a, "line\n");
fgets($b);
fclose($a);
fclose($b);
usleep(1);
exec('true');
gethostbyname('127.0.0.1');
var_dump(census() === $before);

// Stock answers: the number collected, at once, and a threshold that automatic runs leave alone.
cycles(500);
var_dump(gc_collect_cycles() >= 499);
cycles(25000);
var_dump(gc_status()['runs'] >= 2, gc_status()['threshold']);

$fiber = new Fiber(fn() => Fiber::suspend(file_get_contents(__FILE__)));
var_dump($fiber->start() === $file);
$fiber->resume();
var_dump(census() === $before);
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
int(10001)
bool(true)
bool(true)
