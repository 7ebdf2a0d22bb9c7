--TEST--
C-159, C-222: where async was never used pcntl_fork() is PHP's own, and the child may start it (any order)
--EXTENSIONS--
async
pcntl
--FILE--
<?php
$pid = pcntl_fork();
if ($pid === 0) exit(Async\await(Async\spawn(fn() => 9)));
pcntl_waitpid($pid, $status);
var_dump(pcntl_wexitstatus($status), Async\get_coroutines());
?>
--EXPECT--
int(9)
array(0) {
}
