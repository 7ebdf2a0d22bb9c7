--TEST--
C-83: the order of a SpawnStrategy, and what happens when it throws
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Coroutine, Scope, SpawnStrategy};
use function Async\{await, spawn_with, suspend};

class Strategy implements SpawnStrategy {
    public ?Coroutine $seen = null;
    public function __construct(private ?Scope $scope, private string $throwIn = '') {}
    public function provideScope(): ?Scope { echo "provideScope\n"; return $this->scope; }
    public function beforeCoroutineEnqueue(Coroutine $coroutine, Scope $scope): array {
        echo 'before: queued ', +$coroutine->isQueued(), ', same scope ', +($scope === $this->scope), ', finished ', +$scope->isFinished(), "\n";
        $this->seen = $coroutine;
        if ($this->throwIn === 'before') throw new LogicException('before');
        return ['reserved'];
    }
    public function afterCoroutineEnqueue(Coroutine $coroutine, Scope $scope): void {
        echo 'after: queued ', +$coroutine->isQueued(), ', same coroutine ', +($coroutine === $this->seen), "\n";
        if ($this->throwIn === 'after') throw new LogicException('after');
    }
}
$body = fn() => print("body\n");
$scope = new Scope();
$coroutine = spawn_with($strategy = new Strategy($scope), $body);
echo "returned\n";
var_dump($coroutine === $strategy->seen);
await($coroutine);

echo "-- the main scope has no object: a temporary one\n";
await(spawn_with(new Strategy(null), $body));

foreach (['before', 'after'] as $where) {
    echo "-- throws in $where\n";
    $strategy = new Strategy($scope, $where);
    try {
        spawn_with($strategy, $body);
    } catch (LogicException $e) {
        echo $e->getMessage(), "\n";
    }
    suspend();
    var_dump($strategy->seen->isStarted(), $strategy->seen->isCancelled(), $scope->isFinished());
}
?>
--EXPECT--
provideScope
before: queued 0, same scope 1, finished 0
after: queued 1, same coroutine 1
returned
bool(true)
body
-- the main scope has no object: a temporary one
provideScope
before: queued 0, same scope 0, finished 0
after: queued 1, same coroutine 1
body
-- throws in before
provideScope
before: queued 0, same scope 1, finished 0
before
bool(false)
bool(true)
bool(true)
-- throws in after
provideScope
before: queued 0, same scope 1, finished 0
after: queued 1, same coroutine 1
after
bool(false)
bool(true)
bool(true)
