--TEST--
TS-3, TG-14: what joinAny() has skipped is handled, other errors that are left are not
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Scope, TaskSet};
use function Async\{await, suspend};

$scope = new Scope;
$report = function ($scope, $coroutine, $e) { echo 'reported: ', $e->getExceptions()[0]->getMessage(), "\n"; };
$scope->setExceptionHandler($report);
$scope->setChildScopeExceptionHandler($report);
foreach (['joinAny', 'joinNext', null] as $method) {
    echo '-- ', $method ?? 'nothing', "\n";
    await($scope->spawn(function () use ($method) {
        $set = new TaskSet;
        $set->spawn(fn() => throw new Exception('skipped'));
        $set->spawn(fn() => 'value');
        suspend();
        if ($method) {
            try {
                var_dump($set->$method()->await());
            } catch (Exception $e) {
                echo $e->getMessage(), "\n";
            }
        }
    }));
    suspend();
}
?>
--EXPECT--
-- joinAny
string(5) "value"
-- joinNext
skipped
-- nothing
reported: skipped
