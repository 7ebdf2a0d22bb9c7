--TEST--
C-147: the same when no coroutine has ever run (any order)
--EXTENSIONS--
async
--FILE--
<?php
$scope = new Async\Scope();
$scope->finally(function () { echo "finally\n"; throw new Exception('uncaught'); });
eval('function strlen() {}');
?>
--EXPECTF--
Fatal error: Cannot redeclare %Sstrlen() in %s on line 1
finally

Fatal error: Uncaught Exception: uncaught in %sfatal_unused.php:3
Stack trace:
#0 [internal function]: {closure%S}(NULL)
#1 {main}
  thrown in %sfatal_unused.php on line 3
