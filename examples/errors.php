<?php
// docs/errors.md: where an exception goes. None is dropped.
use function Async\{await, await_all_or_fail, spawn, suspend};

set_exception_handler(function (Throwable $e) {
    echo 'the application ends with: ', $e->getMessage(), "\n";
    exit(0);                            // otherwise the exit status is 255
});

// To whoever awaits, as often as he asks.
$failing = spawn(fn() => throw new RuntimeException('for the awaiter'));
foreach ([1, 2] as $_) {
    try { await($failing); } catch (RuntimeException $e) { echo $e->getMessage(), "\n"; }
}

// To the one who lets the handle go without having asked.
$forgotten = spawn(fn() => throw new RuntimeException('nobody awaited this'));
suspend();
try {
    unset($forgotten);
} catch (RuntimeException $e) {
    echo 'at unset(): ', $e->getMessage(), "\n";
}

// The first failure of many; finally handlers run for each.
$all = [];
foreach (['good', 'bad', 'slow'] as $name) {
    $all[$name] = spawn(function () use ($name) {
        if ($name === 'slow') suspend();
        if ($name === 'bad') throw new DomainException($name);
        return $name;
    });
    $all[$name]->finally(fn() => print("$name has ended\n"));
}
try { await_all_or_fail($all); } catch (DomainException $e) { echo 'failed: ', $e->getMessage(), "\n"; }
suspend();

// Nobody holds this one: the application ends, and tells everybody first.
spawn(function () {
    try { Async\delay(100000); } finally { echo "the others may clean up\n"; }
});
spawn(fn() => throw new LogicException('unhandled'));
suspend();
echo "never\n";
