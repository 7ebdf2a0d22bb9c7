--TEST--
FU-10: callbacks run in the scope that was current when they were registered
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState, Scope};
use function Async\{await, current_context, spawn, suspend};

$scopes = [];
foreach (['red', 'blue'] as $name) {
    $scopes[$name] = new Scope;
    await($scopes[$name]->spawn(fn() => current_context()->set('name', $name)));
}
current_context()->set('name', 'main');
$tell = function ($v) { echo "$v in ", current_context()->find('name'), "\n"; return $v; };

echo "-- pending source\n";
$state = new FutureState;
$future = new Future($state);
$future->map($tell)->ignore();
await($scopes['red']->spawn(function () use ($future, $tell) { $future->map($tell)->map($tell)->ignore(); }));
await($scopes['blue']->spawn(function () use ($future, $tell) { $future->map($tell)->ignore(); }));
$future->map($tell)->ignore();
await($scopes['blue']->spawn(fn() => $state->complete('pending')));
for ($i = 0; $i < 9; $i++) suspend();

echo "-- completed source\n";
$done = Future::completed('done');
await($scopes['red']->spawn(function () use ($done, $tell) { $done->map($tell)->ignore(); }));
suspend();

echo "-- a scope that is cancelled before\n";
$state = new FutureState;
$future = new Future($state);
$derived = [];
$callback = function () { echo "never called\n"; };
await($scopes['red']->spawn(function () use ($future, $callback, &$derived) {
    $derived = [$future->map($callback), $future->catch($callback)];
}));
$derived[] = $future->map($tell);
$keep = $scopes['red']->spawn(fn() => suspend());
$state->complete('value');
$scopes['red']->cancel(new AsyncCancellation('scope goes'));
foreach ($derived as $future) {
    try {
        $future->await();
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
}
echo "-- a scope that has been closed\n";
$state = new FutureState;
$future = new Future($state);
$scope = new Scope;
$mapped = null;
await($scope->spawn(function () use ($future, $tell, &$mapped) { $mapped = $future->map($tell); }));
$scope->dispose();
$state->complete('closed');
$mapped->await();
?>
--EXPECT--
-- pending source
pending in main
pending in red
pending in blue
pending in main
pending in red
-- completed source
done in red
-- a scope that is cancelled before
scope goes
scope goes
value in main
-- a scope that has been closed
closed in main
