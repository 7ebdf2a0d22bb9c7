--TEST--
PO-21: cycles through callables, strategy and idle resources are collected (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{CircuitBreakerStrategy, Pool};

class Holder implements CircuitBreakerStrategy {
    public ?Pool $pool = null;
    public function make() { return $this; }
    public function hook() { return true; }
    public function reportSuccess(mixed $source): void {}
    public function reportFailure(mixed $source, Throwable $error): void {}
    public function shouldRecover(): bool { return false; }
}
$weak = [];
foreach (['factory', 'destructor', 'healthcheck', 'beforeAcquire', 'beforeRelease', 'strategy', 'idle'] as $where) {
    $holder = new Holder();
    $plain = fn () => new stdClass();
    $arguments = ['factory' => $plain];
    if ($where === 'idle') {
        $arguments += ['min' => 1];
        $arguments['factory'] = [$holder, 'make'];
        $holder->pool = new Pool(...$arguments);
    } elseif ($where === 'strategy') {
        $holder->pool = new Pool(...$arguments);
        $holder->pool->setCircuitBreakerStrategy($holder);
    } else {
        $arguments[$where] = [$holder, 'hook'];
        $holder->pool = new Pool(...$arguments);
    }
    $weak[$where] = WeakReference::create($holder);
}
unset($holder, $arguments);
gc_collect_cycles();
foreach ($weak as $where => $reference) {
    echo $where, ': ', $reference->get() ? 'still there' : 'gone', "\n";
}
?>
--EXPECT--
factory: gone
destructor: gone
healthcheck: gone
beforeAcquire: gone
beforeRelease: gone
strategy: gone
idle: gone
