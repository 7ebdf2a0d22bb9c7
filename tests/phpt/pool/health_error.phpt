--TEST--
PO-17: what a destructor or factory throws in a check is not lost (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Pool, Scope};
use function Async\{await, timeout};

$scope = new Scope();
$told = new Async\Channel(1);
$scope->setExceptionHandler(fn ($scope, $coroutine, $e) => $told->sendAsync(get_class($e) . ': ' . $e->getMessage()));
$keep = null;
await($scope->spawn(function () use (&$keep) {
    $keep = new Pool(fn () => 'r', function () { throw new RuntimeException('destructor'); }, healthcheck: fn () => false,
        min: 1, healthcheckInterval: 1);
}));
echo $told->recv(timeout(60000)), "\n";
echo count($keep), "\n";
$keep->close();
?>
--EXPECT--
RuntimeException: destructor
0
