--TEST--
C-197 C-74: finally handlers of a scope
--EXTENSIONS--
async
--FILE--
<?php
use Async\{CompositeException, Scope};
use function Async\{await, delay, spawn, suspend};

echo "-- closed\n";
foreach (['cancel', 'dispose', 'disposeSafely'] as $method) {
    $scope = new Scope();
    $scope->finally(function (...$args) use ($scope, $method) { echo "first, $method ", count($args), +($args[0] === $scope), "\n"; suspend(); echo "first again\n"; });
    $scope->finally(function () use ($method) { echo "second, $method\n"; });
    spawn(fn() => print("queued before\n"));
    $scope->$method();
    echo "$method returned\n";
    suspend(); suspend();
}
echo "-- stored on a closed scope, run when it is released\n";
$scope->finally(fn($s) => print('late ' . var_export($s, true) . "\n"));
suspend();
echo "not yet\n";
unset($scope);
suspend();

echo "-- released\n";
$scope = new Scope();
$scope->finally(fn($s) => print('on release ' . +($s === $scope) . "\n"));
$scope->spawn(function () { try { delay(100000); } finally { suspend(); echo "coroutine ends\n"; } });
suspend();
$scope->cancel();
echo "cancelled\n";
suspend(); suspend(); suspend();
$scope->finally(fn($s) => print('at once ' . +($s === $scope) . "\n"));
echo "after\n";

echo "-- failures go to the handlers of the scope\n";
foreach ([1, 3] as $count) {
    $scope = new Scope();
    $scope->setExceptionHandler(function (Scope $s, Async\Coroutine $c, Throwable $e) {
        echo get_class($e), ' ', $e->getMessage();
        if ($e instanceof CompositeException) foreach ($e->getExceptions() as $inner) echo ' ', $inner->getMessage();
        echo "\n";
    });
    for ($i = 0; $i < $count; $i++) {
        $scope->finally(function () use ($i) { if ($i == 1) suspend(); throw new Exception("failure $i"); });
    }
    $scope->dispose();
    suspend(); suspend();
}
echo "-- a natural end is no end\n";
$scope = new Scope();
$scope->finally(fn() => print("disposed\n"));
await($scope->spawn(fn() => 1));
suspend();
echo "before\n";
$scope->dispose();
suspend();
?>
--EXPECT--
-- closed
cancel returned
first, cancel 11
second, cancel
queued before
first again
dispose returned
first, dispose 11
second, dispose
queued before
first again
disposeSafely returned
first, disposeSafely 11
second, disposeSafely
queued before
first again
-- stored on a closed scope, run when it is released
not yet
late NULL
-- released
cancelled
coroutine ends
on release 1
at once 1
after
-- failures go to the handlers of the scope
Exception failure 0
Async\CompositeException  failure 0 failure 2 failure 1
-- a natural end is no end
before
disposed
