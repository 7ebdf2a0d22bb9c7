--TEST--
C-77: finally handlers that have not begun survive a shutdown and a cancellation of their scope
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{delay, spawn, suspend};

$scope = new Scope();
$c = $scope->spawn(fn() => 1);
$c->finally(function () { echo "finally of a coroutine\n"; suspend(); });
$c->finally(function () { echo "the second one\n"; });
$scope->spawn(fn() => $scope->cancel());
suspend();
suspend();

$scope = new Scope();
$scope->finally(fn() => print("finally of a scope\n"));
spawn(function () use ($scope) {
    $scope->dispose();
    throw new Exception('everybody is cancelled before the handler begins');
});
delay(100000);
?>
--EXPECTF--
finally of a coroutine
the second one
finally of a scope

Fatal error: Uncaught Exception: everybody is cancelled before the handler begins in %a
