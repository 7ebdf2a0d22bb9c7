--TEST--
TG-8, C-146: exit() in a task; a fatal error in a task (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\TaskGroup;
use function Async\suspend;

register_shutdown_function(function () { echo "shutdown function\n"; });
$group = new TaskGroup(1);
$group->spawn(fn() => exit("exit\n"));
$group->spawn(fn() => print("never\n"));
$group->all()->await();
?>
--EXPECT--
exit
shutdown function
