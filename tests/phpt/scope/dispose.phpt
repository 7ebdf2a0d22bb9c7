--TEST--
C-182 C-186 C-189 C-190: dispose(), disposeSafely(), disposeAfterTimeout()
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, Scope};
use function Async\{await, delay, spawn, suspend};

function attempt(Scope $scope): string {
    try {
        $scope->spawn(fn() => print("a late one runs\n"));
        return 'accepted';
    } catch (AsyncException $e) {
        return $e->getMessage();
    }
}
$body = function (Scope $scope) {
    try {
        delay(100);
        echo "to the end\n";
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), ', from inside: ', attempt($scope), "\n";
        suspend();
    }
};
foreach (['cancel', 'dispose', 'disposeSafely'] as $method) {
    echo "-- $method\n";
    $scope = new Scope();
    $coroutine = $scope->spawn($body, $scope);
    suspend();
    $scope->$method();
    echo 'from outside: ', attempt($scope), "\n";
    while (!$scope->isClosed()) delay(1);
    echo 'then: ', attempt($scope), "\n";
}

echo "-- after a timeout\n";
$scope = new Scope();
$scope->spawn(function () { try { delay(100000); } catch (AsyncCancellation $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; } });
$scope->disposeAfterTimeout(1);
while (!$scope->isClosed()) delay(1);

$safe = Scope::inherit();
$zombie = $safe->spawn(function () { delay(30); return 'zombie'; });
$safe->disposeAfterTimeout(0);
suspend();
var_dump(await($zombie), $safe->isCancelled());

echo "-- an idle scope has nothing to time out\n";
(new Scope())->disposeAfterTimeout(100000);
$done = new Scope();
await($done->spawn(fn() => 1));
$done->disposeAfterTimeout(100000);
$ends = new Scope();
$ends->spawn(suspend(...));
$ends->disposeAfterTimeout(100000);     // stopped when the scope completes: the process ends now
suspend();
suspend();
var_dump($ends->isFinished(), $ends->isClosed());
?>
--EXPECT--
-- cancel
from outside: accepted
Scope was cancelled, from inside: accepted
a late one runs
a late one runs
then: Scope object has been disposed
-- dispose
from outside: Cannot spawn a coroutine in a closed scope
Scope was cancelled, from inside: accepted
a late one runs
then: Scope object has been disposed
-- disposeSafely
from outside: Cannot spawn a coroutine in a closed scope
to the end
then: Scope object has been disposed
-- after a timeout
Async\AsyncCancellation: Scope has been disposed due to timeout
string(6) "zombie"
bool(true)
-- an idle scope has nothing to time out
bool(true)
bool(false)
