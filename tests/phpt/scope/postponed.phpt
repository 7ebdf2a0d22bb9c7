--TEST--
C-95 C-45: an error that a live handle may still deliver cancels nobody before it surfaces
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Scope};
use function Async\{await, delay, spawn, suspend};

$scope = new Scope();
$sibling = $scope->spawn(function () { suspend(); suspend(); return 'sibling lives'; });
$held = $scope->spawn(fn() => throw new Exception('held'));
$unstarted = $scope->spawn(fn() => 'started all the same');
suspend();
var_dump($scope->isCancelled(), await($unstarted), await($sibling));
try { await($held); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
$held = null;                                       // delivered
var_dump($scope->isCancelled());

$scope->spawn(function () { try { delay(100000); } catch (AsyncCancellation $e) { echo $e->getMessage(), "\n"; } });
$dropped = $scope->spawn(fn() => throw new Exception('dropped'));
suspend();
try {
    $dropped = null;
    echo "not reached\n";
} catch (Exception $e) {
    echo 'surfaced: ', $e->getMessage(), "\n";
}
var_dump($scope->isCancelled());
suspend();
var_dump($scope->isClosed());

// Somebody awaits the scope: then it surfaces at once, whoever holds the handle.
$scope = new Scope();
$held = $scope->spawn(function () { suspend(); throw new Exception('to the waiter'); });
try { $scope->awaitCompletion(Async\timeout(60000)); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
$held = null;

// In the main scope nothing is cancelled either.
$held = spawn(fn() => throw new Exception('main scope'));
$other = spawn(function () { suspend(); return 'other lives'; });
var_dump(await($other));
try { await($held); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
bool(false)
string(20) "started all the same"
string(13) "sibling lives"
held
bool(false)
surfaced: dropped
bool(true)
Scope was cancelled
bool(true)
to the waiter
string(11) "other lives"
main scope
