--TEST--
IO-2: streams of a script that uses no coroutines open no descriptors of ours (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (!is_dir('/proc/self/fd')) die('skip needs /proc/self/fd'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
$count = fn() => count(scandir('/proc/self/fd'));
$before = $count();
[$a, $b] = tcp_pair();
fwrite($a, "hello\n");
echo fgets($b);
$read = [$b];
$none = null;
var_dump(stream_select($read, $none, $none, 0, 1000));
stream_set_timeout($b, 0, 1000);
var_dump(fread($b, 10), stream_get_meta_data($b)['timed_out']);
fclose($a);
fclose($b);
unset($a, $b, $read);
var_dump($count() - $before);
?>
--EXPECT--
hello
int(0)
bool(false)
bool(true)
int(0)
