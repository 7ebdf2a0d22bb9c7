--TEST--
C-180 C-183 C-184: where coroutines and child scopes belong
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{await, current_context, root_context, spawn, suspend};

// Before the scheduler runs: a child of nobody, but safe.
$early = Scope::inherit();
$ran = [];
$early->spawn(function () use (&$ran) { suspend(); suspend(); $ran[] = 'early zombie'; });
suspend();
$early->cancel();
suspend(); suspend();
var_dump($ran);

root_context()->set('where', 'main');
$outer = Scope::inherit();
$outer->spawn(function () use ($outer) {
    current_context()->set('where', 'outer');
    spawn(fn() => var_dump(current_context()->findLocal('where')));       // C-183: the same scope
    $inner = Scope::inherit();
    var_dump($outer->getChildScopes() === [$inner]);
    $inner->spawn(function () use ($inner) {
        var_dump(current_context()->findLocal('where'), current_context()->find('where'));
        $explicit = Scope::inherit($inner);
        var_dump($inner->getChildScopes() === [$explicit]);
    });
    suspend();
    suspend();
    unset($inner);
    var_dump($outer->getChildScopes());
});
for ($i = 0; $i < 6; $i++) suspend();
var_dump($outer->getChildScopes());
$kids = [Scope::inherit($outer), Scope::inherit($outer), Scope::inherit($outer)];
unset($kids[1]);
var_dump($outer->getChildScopes() === array_values($kids));
?>
--EXPECT--
array(1) {
  [0]=>
  string(12) "early zombie"
}
bool(true)
string(5) "outer"
NULL
string(5) "outer"
bool(true)
array(0) {
}
array(0) {
}
bool(true)
