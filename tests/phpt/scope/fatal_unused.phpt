--TEST--
C-147: the same when no coroutine has ever run
--EXTENSIONS--
async
--XFAIL--
finally handlers of living scopes do not run after a fatal error yet (C-147)
--FILE--
<?php
$scope = new Async\Scope();
$scope->finally(function () { echo "finally\n"; throw new Exception('uncaught'); });
eval('function strlen() {}; namespace x;');
trigger_error('fatal', E_USER_ERROR);
?>
--EXPECTF--
Fatal error: Namespace declaration statement has to be the very first statement or after any declare call in the script in %s on line 1
finally

Fatal error: Uncaught Exception: uncaught in %sfatal_unused.php:3
Stack trace:
#0 [internal function]: {closure%S}(NULL)
#1 {main}
  thrown in %sfatal_unused.php on line 3
