<?php
// docs/context.md: values that travel with a task instead of with every call.
use Async\{ContextException, Scope};
use function Async\{await, coroutine_context, current_context, root_context, spawn};

function request_id(): string
{
    return current_context()->get('request id');    // looks here, then in the scopes above
}

root_context()->set('application', 'shop');
foreach (['first', 'second'] as $name) {
    $scope = Scope::inherit();
    $scope->spawn(function () use ($name) {
        current_context()->set('request id', "$name request");
        spawn(function () {                          // same scope, same context
            echo request_id(), ' of ', current_context()->find('application'), "\n";
        });
    });
    $scopes[] = $scope;
}
foreach ($scopes as $scope) $scope->awaitCompletion(Async\timeout(10000));

// For one coroutine alone.
await(spawn(function () {
    coroutine_context()->set('private', 1);
    $child = spawn(fn() => coroutine_context()->has('private'));
    var_dump(coroutine_context()->get('private'), await($child));
}));

// What is not there, what is there already, and keys that are objects.
try { root_context()->get('missing'); } catch (ContextException $e) { echo $e->getMessage(), "\n"; }
try { root_context()->set('application', 'other'); } catch (Async\AsyncException $e) { echo $e->getMessage(), "\n"; }
root_context()->set('application', 'other', replace: true);
$key = new stdClass;
echo root_context()->set($key, 'by identity')->get($key), ', ', root_context()->get('application'), "\n";
