--TEST--
C-192 C-193: zombies count for nothing but the end
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{await, delay, spawn, suspend, timeout};

$scope = (new Scope())->allowZombies();
$scope->spawn(function () { for ($i = 0; $i < 4; $i++) suspend(); echo "zombie ends\n"; });
suspend();
$waiter = spawn(function () use ($scope) {
    try {
        $scope->awaitCompletion(timeout(60000));
    } catch (Async\AsyncCancellation $e) {
        echo 'completion: ', $e->getMessage(), "\n";
    }
    $scope->awaitAfterCancellation();
    echo "nothing left\n";
});
suspend();
$scope->disposeSafely();
var_dump($scope->isFinished(), $scope->isClosed());
await($waiter);
var_dump($scope->isClosed());

// Not safe any more: the next cancel reaches zombies as well.
$scope = Scope::inherit();
$scope->spawn(function () { try { delay(100000); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; } });
suspend();
$scope->cancel();
suspend();
$scope->asNotSafely();
$scope->cancel(new Async\AsyncCancellation('zombies too'));
suspend();

// The process waits for them.
$last = Scope::inherit();
$last->spawn(function () { delay(20); echo "joined at the end\n"; });
suspend();
$last->dispose();
unset($last);
echo "end of script\n";
?>
--EXPECT--
bool(true)
bool(false)
completion: Scope was cancelled
zombie ends
nothing left
bool(true)
zombies too
end of script
joined at the end
