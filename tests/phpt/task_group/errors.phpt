--TEST--
TG-8, TG-14: errors nobody has looked at when the group goes
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, CompositeException, Scope, TaskGroup};
use function Async\{await, suspend};

$scope = new Scope;
$report = function ($scope, $coroutine, $e) {
    echo get_class($e), ': ', implode(', ', array_map(fn($e) => $e->getMessage(), $e->getExceptions())), "\n";
};
$scope->setExceptionHandler($report);
$scope->setChildScopeExceptionHandler($report);
$cases = [
    'nobody' => fn($g) => 1,
    'all() awaited' => function ($g) { try { $g->all()->await(); } catch (CompositeException) {} },
    'all() pending' => null,
    'all() ignored errors' => fn($g) => $g->all(true)->await(),
    'all() not awaited' => fn($g) => $g->all()->ignore(),
    'race() awaited' => function ($g) { try { $g->race()->await(); } catch (Exception) {} },
    'race() chained' => function ($g) { $g->race()->catch(fn() => 1)->await(); },
    'any() succeeded' => fn($g) => $g->any()->await(),
    'getErrors' => fn($g) => $g->getErrors(),
    'suppressErrors' => fn($g) => $g->suppressErrors(),
    'iteration' => function ($g) { foreach ($g as $x) break; },
    'a new one after the mark' => function ($g) { $g->suppressErrors(); $g->spawn(fn() => throw new Exception('new')); suspend(); },
    'cancel' => fn($g) => $g->cancel(),
];
foreach ($cases as $name => $case) {
    echo "-- $name\n";
    await($scope->spawn(function () use ($case) {
        $group = new TaskGroup;
        $group->spawn(fn() => throw new Exception('first'));
        $group->spawn(fn() => throw new AsyncCancellation('a cancellation is none'));
        $group->spawn(fn() => throw new Exception('second'));
        $group->spawn(fn() => 'value');
        if (!$case) {
            $case = fn() => 1;
            try {
                $group->all()->await();
            } catch (CompositeException) {
            }
        }
        suspend();
        $case($group);
        unset($group);
        echo "gone\n";
    }));
    suspend();
}
?>
--EXPECT--
-- nobody
gone
Async\CompositeException: first, second
-- all() awaited
gone
-- all() pending
gone
-- all() ignored errors
gone
Async\CompositeException: first, second
-- all() not awaited
gone
Async\CompositeException: first, second
-- race() awaited
gone
Async\CompositeException: second
-- race() chained
gone
Async\CompositeException: second
-- any() succeeded
gone
-- getErrors
gone
-- suppressErrors
gone
-- iteration
gone
-- a new one after the mark
gone
Async\CompositeException: new
-- cancel
gone
