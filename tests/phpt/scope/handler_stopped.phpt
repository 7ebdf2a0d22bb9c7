--TEST--
C-95 C-43: a handler that is itself cancelled has not handled anything
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

$scope = new Scope();
$scope->setExceptionHandler(function () { echo "handler\n"; delay(100000); });
$scope->spawn(fn() => throw new Exception('original'));
suspend();
Async\graceful_shutdown();
?>
--EXPECTF--
handler

Fatal error: Uncaught Exception: original in %shandler_stopped.php:7
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %shandler_stopped.php on line 7
