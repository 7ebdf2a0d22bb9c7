--TEST--
TG-14: at top level the errors of a lost group end the application
--EXTENSIONS--
async
--FILE--
<?php
use Async\TaskGroup;
use function Async\suspend;

$group = new TaskGroup;
$group->spawn(fn() => throw new DomainException('lost'));
suspend();
unset($group);
echo "after\n";
?>
--EXPECTF--
after

Fatal error: Uncaught Async\CompositeException in %serrors_uncaught.php:8
Stack trace:
#0 {main}
  thrown in %serrors_uncaught.php on line 8
