--TEST--
TG-14: a failed task in a global group is silent at the end of the request (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\TaskGroup;

$group = new TaskGroup;
$group->spawn(fn() => throw new DomainException('silent'));
echo "last line\n";
?>
--EXPECT--
last line
