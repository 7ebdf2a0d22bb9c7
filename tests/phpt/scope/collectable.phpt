--TEST--
C-214: cycles through scopes, their handlers, parents and children are collected (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{await, delay, suspend};

function through(callable $make): void {
    $weaks = array_map(WeakReference::create(...), $make());
    gc_collect_cycles();
    delay(50);
    gc_collect_cycles();
    delay(50);
    foreach ($weaks as $name => $weak) echo $name, ' ', $weak->get() ? 'leaked' : 'gone', ', ';
    echo "\n";
}
through(function () {
    $scope = new Scope();
    $scope->setExceptionHandler(function () use ($scope) {});
    return ['handler' => $scope];
});
through(function () {
    $scope = new Scope();
    $scope->setChildScopeExceptionHandler(function () use ($scope) {});
    return ['child handler' => $scope];
});
through(function () {
    $parent = new Scope();
    $child = Scope::inherit($parent);
    $parent->setExceptionHandler(function () use ($child) {});
    $child->setExceptionHandler(function () use ($parent, $child) {});
    return ['parent' => $parent, 'child' => $child];
});
through(function () {
    $scope = new Scope();
    $node = new stdClass;
    $node->scope = $scope;
    $scope->finally(function () use ($node) { echo "finally ran, "; });
    return ['finally' => $scope, 'node' => $node];
});
// What still runs is no garbage.
$gate = new Async\Channel(1);
through(function () use ($gate) {
    $scope = Scope::inherit();
    $node = new stdClass;
    $node->scope = $scope;
    $scope->setExceptionHandler(function () use ($node) { echo "still handled\n"; });
    $scope->spawn(function () use ($gate) { $gate->recv(); throw new Exception('late'); });
    suspend();
    return ['running' => $node];
});
$gate->send('go on');
for ($i = 0; $i < 4; $i++) suspend();
?>
--EXPECT--
handler gone, 
child handler gone, 
parent gone, child gone, 
finally ran, finally gone, node gone, 
running leaked, 
still handled
