--TEST--
C-82 C-80 C-81: spawn_with() and whom it asks for a scope
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, AsyncException, Scope, ScopeProvider};
use function Async\{await, current_context, root_context, spawn, spawn_with, suspend};

class Provider implements ScopeProvider {
    public int $asked = 0;
    public function __construct(private mixed $answer) {}
    public function provideScope(): ?Scope {
        $this->asked++;
        if ($this->answer instanceof Throwable) throw $this->answer;
        return $this->answer;
    }
    public function __call($name, $args) { return "$name(" . implode(', ', $args) . ')'; }
}
function attempt(callable $call): void {
    try {
        var_dump($call());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$where = fn() => current_context()->find('where');
root_context()->set('where', 'main');
$scope = new Scope();
await(spawn_with($scope, fn() => current_context()->set('where', 'scope')));

var_dump(await(spawn_with($scope, $where)));
$provider = new Provider($scope);
$coroutine = spawn_with($provider, $where);
var_dump($provider->asked, await($coroutine), $provider->asked);
var_dump(await(spawn_with(new Provider(null), $where)));
var_dump(await($scope->spawn(fn() => await(spawn_with(new Provider(null), $where)))));   // the current one
var_dump(await(spawn_with($scope, fn(...$args) => json_encode($args), 1, two: 2)));
var_dump(await(spawn_with($scope, [new Provider(null), 'trampoline'], 1, 2)), await($scope->spawn([new Provider(null), 'other'])));

$error = new LogicException('from the provider');
$before = count(Async\get_coroutines());
attempt(fn() => spawn_with(new Provider($error), $where));
attempt(fn() => spawn_with(new Provider(new AsyncCancellation('cancelled')), [new Provider(null), 'trampoline']));
attempt(fn() => spawn_with(new Provider('string'), $where));
attempt(fn() => spawn_with(new Provider(new stdClass), $where));
attempt(fn() => spawn_with(new stdClass, $where));
attempt(fn() => spawn_with($scope, 'no such function'));
attempt(fn() => spawn_with($scope));
var_dump(count(Async\get_coroutines()) === $before);

$closed = new Scope();
$closed->cancel();
attempt(fn() => spawn_with($closed, $where));
attempt(fn() => spawn_with(new Provider($closed), [new Provider(null), 'trampoline']));
$released = new Scope();
$released->spawn(fn() => 1);
$released->cancel();
suspend();
attempt(fn() => spawn_with($released, $where));
attempt(fn() => spawn_with(new Provider($released), $where));
?>
--EXPECT--
string(5) "scope"
int(1)
string(5) "scope"
int(1)
string(4) "main"
string(5) "scope"
string(15) "{"0":1,"two":2}"
string(16) "trampoline(1, 2)"
string(7) "other()"
LogicException: from the provider
Async\AsyncCancellation: cancelled
TypeError: Provider::provideScope(): Return value must be of type ?Async\Scope, string returned
TypeError: Provider::provideScope(): Return value must be of type ?Async\Scope, stdClass returned
TypeError: Async\spawn_with(): Argument #1 ($provider) must be of type Async\ScopeProvider, stdClass given
TypeError: Async\spawn_with(): Argument #2 ($task) must be a valid callback, function "no such function" not found or invalid function name
ArgumentCountError: Async\spawn_with() expects at least 2 arguments, 1 given
bool(true)
Async\AsyncException: Cannot spawn a coroutine in a closed scope
Async\AsyncException: Cannot spawn a coroutine in a closed scope
Async\AsyncException: Scope object has been disposed
Async\AsyncException: Scope object has been disposed
