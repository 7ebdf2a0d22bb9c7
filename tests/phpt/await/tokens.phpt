--TEST--
C-116 C-102: the token of the await functions
--EXTENSIONS--
async
--FILE--
<?php
use Async\OperationCanceledException;
use function Async\{await, await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, delay, spawn, suspend, timeout};

function attempt(string $label, callable $call): void {
    try {
        $result = $call();
        echo $label, ': ', json_encode($result), "\n";
    } catch (Throwable $e) {
        echo $label, ': ', get_class($e), ': ', $e->getMessage();
        if ($p = $e->getPrevious()) echo ' <- ', get_class($p), ': ', $p->getMessage();
        echo "\n";
    }
}
$turns = fn(int $n, $v = null) => spawn(function () use ($n, $v) {
    while ($n-- > 0) suspend();
    if ($v instanceof Throwable) throw $v;
    return $v;
});
$all = [
    'any_or_fail' => fn($t, $c) => await_any_or_fail($t, $c),
    'first_success' => fn($t, $c) => await_first_success($t, $c),
    'all_or_fail' => fn($t, $c) => await_all_or_fail($t, $c),
    'all' => fn($t, $c) => await_all($t, $c),
    'any_of' => fn($t, $c) => await_any_of(1, $t, $c),
    'any_of_or_fail' => fn($t, $c) => await_any_of_or_fail(1, $t, $c),
];
foreach ($all as $name => $call) {
    attempt("$name, during", fn() => $call([$turns(5, 'x')], $turns(1)));
    attempt("$name, timeout", fn() => $call([$target = spawn(fn() => delay(10000))], timeout(1)));
    foreach (Async\get_coroutines() as $c) if ($c !== Async\current_coroutine()) $c->cancel();
    suspend();
}
$done = $turns(0);
await($done);
$failed = $turns(0, new LogicException('token failed'));
attempt('warm up', fn() => await($failed));
$cancelled = $turns(1);
$cancelled->cancel();
suspend();
attempt('pre-fired', fn() => await_all([$turns(1)], $done));
attempt('pre-fired, all ended', fn() => await_all([$done], $done));
attempt('pre-fired, failed', fn() => await_any_of(1, [$turns(1)], $failed));
attempt('pre-fired, cancelled', fn() => await_any_of_or_fail(1, [$turns(1)], $cancelled));
attempt('not in time', fn() => await_all([$turns(1, 'v')], timeout(60000)));
attempt('failed during', fn() => await_all([$turns(9)], $turns(1, new LogicException('token'))));
$token = $turns(2);
spawn(fn() => $token->cancel(new Async\AsyncCancellation('enough')));
attempt('cancelled during', fn() => await_first_success([$turns(9)], $token));

// One of the triggers as token
$both = $turns(2, 'both');
foreach ($all as $name => $call) attempt("$name, itself", fn() => $call([$turns(8), $both = $turns(1, 'both')], $both));
// Triggers run on
$target = $turns(4, 'ran on');
attempt('runs on', fn() => await_all([$target], $turns(1)));
attempt('later', fn() => await($target));
// The join of the rest can be interrupted (C-115)
attempt('join', fn() => await_first_success([$turns(1, 'early'), spawn(fn() => delay(10000))], $turns(4)));
// The waiter itself is cancelled
$waiter = spawn(fn() => attempt('cancelled waiter', fn() => await_all([$target, $turns(5)])));
suspend();
$waiter->cancel(new Async\AsyncCancellation('stop waiting'));
foreach (Async\get_coroutines() as $c) if ($c !== Async\current_coroutine() && $c !== $waiter) $c->cancel();
?>
--EXPECT--
any_or_fail, during: Async\OperationCanceledException: Operation has been cancelled
any_or_fail, timeout: Async\OperationCanceledException: Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 1 milliseconds
first_success, during: Async\OperationCanceledException: Operation has been cancelled
first_success, timeout: Async\OperationCanceledException: Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 1 milliseconds
all_or_fail, during: Async\OperationCanceledException: Operation has been cancelled
all_or_fail, timeout: Async\OperationCanceledException: Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 1 milliseconds
all, during: Async\OperationCanceledException: Operation has been cancelled
all, timeout: Async\OperationCanceledException: Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 1 milliseconds
any_of, during: Async\OperationCanceledException: Operation has been cancelled
any_of, timeout: Async\OperationCanceledException: Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 1 milliseconds
any_of_or_fail, during: Async\OperationCanceledException: Operation has been cancelled
any_of_or_fail, timeout: Async\OperationCanceledException: Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 1 milliseconds
warm up: LogicException: token failed
pre-fired: Async\OperationCanceledException: Operation has been cancelled
pre-fired, all ended: Async\OperationCanceledException: Operation has been cancelled
pre-fired, failed: Async\OperationCanceledException: Operation has been cancelled <- LogicException: token failed
pre-fired, cancelled: Async\OperationCanceledException: Operation has been cancelled <- Async\AsyncCancellation: Coroutine cancelled
not in time: [["v"],[]]
failed during: Async\OperationCanceledException: Operation has been cancelled <- LogicException: token
cancelled during: Async\OperationCanceledException: Operation has been cancelled <- Async\AsyncCancellation: enough
any_or_fail, itself: Async\OperationCanceledException: Operation has been cancelled
first_success, itself: Async\OperationCanceledException: Operation has been cancelled
all_or_fail, itself: Async\OperationCanceledException: Operation has been cancelled
all, itself: Async\OperationCanceledException: Operation has been cancelled
any_of, itself: Async\OperationCanceledException: Operation has been cancelled
any_of_or_fail, itself: Async\OperationCanceledException: Operation has been cancelled
runs on: Async\OperationCanceledException: Operation has been cancelled
later: "ran on"
join: Async\OperationCanceledException: Operation has been cancelled
cancelled waiter: Async\AsyncCancellation: stop waiting
