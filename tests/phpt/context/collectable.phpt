--TEST--
C-135 C-214: cycles through contexts are found by the cycle collector (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Context, Scope};
use function Async\{await, current_context, delay};

function cycle(): WeakReference {
    $context = new Context();
    $node = new stdClass;
    $node->context = $context;
    $context->set('value', $node);
    $context->set($node, 'as a key too');
    return WeakReference::create($node);
}
$weak = cycle();
gc_collect_cycles();
var_dump($weak->get());

// Through a scope: object -> scope -> context -> object.
function scope_cycle(): array {
    $scope = new Scope();
    $context = await($scope->spawn(fn() => current_context()));
    $context->set('scope', $scope);
    return [WeakReference::create($scope), WeakReference::create($context)];
}
$weaks = scope_cycle();
gc_collect_cycles();
delay(50);
var_dump($weaks[0]->get(), $weaks[1]->get());

// A coroutine that holds itself in its own context.
function coroutine_cycle(): WeakReference {
    $coroutine = Async\spawn(fn() => 1);
    $coroutine->getContext()->set('self', $coroutine);
    await($coroutine);
    return WeakReference::create($coroutine);
}
$weak = coroutine_cycle();
gc_collect_cycles();
delay(50);
var_dump($weak->get());
?>
--EXPECT--
NULL
NULL
NULL
NULL
