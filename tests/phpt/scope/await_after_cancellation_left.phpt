--TEST--
C-196 C-45: failures that a throwing handler leaves behind end the application
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

$scope = new Scope();
foreach (['first', 'second'] as $name) {
    $scope->spawn(function () use ($name) {
        try {
            delay(100000);
        } catch (Async\AsyncCancellation) {
            throw new Exception($name);
        }
    });
}
suspend();
$scope->cancel();
try {
    $scope->awaitAfterCancellation(function (Throwable $e) { throw new LogicException('handler of ' . $e->getMessage()); });
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
echo "goes on\n";
?>
--EXPECTF--
handler of first
goes on

Fatal error: Uncaught Exception: second in %sawait_after_cancellation_left.php:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %sawait_after_cancellation_left.php on line %d
