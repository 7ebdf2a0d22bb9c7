--TEST--
C-122 C-123 C-124 C-125 C-52: which context each accessor answers (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{await, coroutine_context, current_context, current_coroutine, request_context, root_context, spawn};

var_dump(request_context());                       // does not start anything
var_dump(count(Async\get_coroutines()));
$main = current_context();
var_dump($main === root_context(), $main === current_context(), count(Async\get_coroutines()));
var_dump(coroutine_context() === $main, coroutine_context() === current_coroutine()->getContext());

$coroutine = spawn(function () use ($main) {
    var_dump(current_context() === $main);         // C-122: one per scope
    var_dump(coroutine_context() === current_coroutine()->getContext());
    coroutine_context()->set('own', 1);
    var_dump(coroutine_context()->has('root'));    // C-123: nothing comes in ...
    return coroutine_context();
});
var_dump($coroutine->getContext()->has('own'));    // C-52: before the start
root_context()->set('root', 'r');
$own = await($coroutine);
var_dump($own === $coroutine->getContext(), $coroutine->getContext()->get('own'));
var_dump($main->has('own'));                       // ... and nothing goes out

$scope = new Scope();
$inherited = Scope::inherit();
[$a, $b] = [$scope->spawn(fn() => current_context()), $inherited->spawn(fn() => current_context())];
var_dump(await($a)->find('root'), await($b)->find('root'), await($a) === $main, await($b) === $main);
var_dump(await($scope->spawn(root_context(...))) === $main);
var_dump(request_context(), await($scope->spawn(request_context(...))));
?>
--EXPECT--
NULL
int(0)
bool(true)
bool(true)
int(1)
bool(false)
bool(true)
bool(false)
bool(true)
bool(true)
bool(false)
bool(true)
int(1)
bool(false)
NULL
string(1) "r"
bool(false)
bool(false)
bool(true)
NULL
NULL
