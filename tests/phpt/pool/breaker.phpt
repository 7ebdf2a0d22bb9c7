--TEST--
PO-18, PO-19: the breaker and its strategy
--EXTENSIONS--
async
--FILE--
<?php
use Async\{CircuitBreaker, CircuitBreakerState, CircuitBreakerStrategy, Pool, ServiceUnavailableException};
use function Async\{spawn, suspend, await_all};

class Strategy implements CircuitBreakerStrategy {
    public bool $recover = false;
    public int $failures = 0;
    public function reportSuccess(mixed $source): void {
        echo "success\n";
        $source->activate();
    }
    public function reportFailure(mixed $source, Throwable $error): void {
        echo get_class($source), ' failed: ', get_class($error), ': ', $error->getMessage(), "\n";
        if (++$this->failures === 2) $source->deactivate();
        throw new LogicException('swallowed');
    }
    public function shouldRecover(): bool { echo "recover? "; return $this->recover; }
}
function attempt(callable $call): void {
    try {
        echo json_encode($call()), "\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$verdict = null;
$pool = new Pool(fn () => $verdict === 'no factory' ? throw new RuntimeException('factory') : 'r',
    beforeRelease: function () use (&$verdict) { return $verdict instanceof Throwable ? throw $verdict : $verdict; }, max: 1);
var_dump($pool instanceof CircuitBreaker, $pool->getState());
$pool->deactivate();
attempt(fn () => $pool->acquire());
attempt(fn () => $pool->tryAcquire());
$pool->recover();
var_dump($pool->getState());
attempt(fn () => $pool->release($pool->acquire()));
$pool->activate();

$pool->setCircuitBreakerStrategy($strategy = new Strategy());
$r = $pool->acquire();
$pool->release($r);
$verdict = new RuntimeException('validation threw');
$pool->release($pool->acquire());
$verdict = false;
$pool->release($pool->acquire());
var_dump($pool->getState());
attempt(fn () => $pool->acquire());
attempt(fn () => $pool->tryAcquire());
$strategy->recover = true;
$r = $pool->acquire();
var_dump($pool->getState());
$verdict = true;
$pool->release($r);
var_dump($pool->getState());

echo "-- a factory's failure is one\n";
$pool->setCircuitBreakerStrategy(null);
$verdict = false;
$pool->release($pool->acquire());
$pool->setCircuitBreakerStrategy($strategy);
$verdict = 'no factory';
$broken = new Pool(fn () => throw new RuntimeException('factory'));
$broken->setCircuitBreakerStrategy($strategy);
attempt(fn () => $broken->acquire());

echo "-- deactivate() wakes nobody; they fail when next woken\n";
$pool = new Pool(fn () => 'r', max: 1);
$r = $pool->acquire();
$all = [spawn(fn () => attempt(fn () => $pool->acquire())), spawn(fn () => attempt(fn () => $pool->acquire()))];
suspend();
$pool->deactivate();
suspend();
echo "nobody yet\n";
$pool->release($r);
await_all($all);
$pool->activate();
var_dump($pool->tryAcquire());
?>
--EXPECT--
bool(true)
enum(Async\CircuitBreakerState::ACTIVE)
Async\ServiceUnavailableException: Service is unavailable (circuit breaker is open)
null
enum(Async\CircuitBreakerState::RECOVERING)
null
success
Async\Pool failed: RuntimeException: validation threw
Async\Pool failed: Exception: Resource validation failed
enum(Async\CircuitBreakerState::INACTIVE)
recover? Async\ServiceUnavailableException: Service is unavailable (circuit breaker is open)
recover? null
recover? enum(Async\CircuitBreakerState::RECOVERING)
success
enum(Async\CircuitBreakerState::ACTIVE)
-- a factory's failure is one
Async\Pool failed: RuntimeException: factory
RuntimeException: factory
-- deactivate() wakes nobody; they fail when next woken
nobody yet
Async\ServiceUnavailableException: Service is unavailable (circuit breaker is open)
Async\ServiceUnavailableException: Service is unavailable (circuit breaker is open)
string(1) "r"
