--TEST--
C-146 C-95: exit in a handler of a scope ends the application (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

register_shutdown_function(fn() => print("shutdown function\n"));
$scope = new Scope();
$scope->setExceptionHandler(function () { echo "handler\n"; exit(3); });
$scope->spawn(fn() => throw new Exception('e'));
try {
    delay(100000);
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
handler
Graceful shutdown
shutdown function
