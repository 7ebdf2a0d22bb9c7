<?php
// docs/coroutines.md: spawning, waiting, and the order in which coroutines run.
use function Async\{await, await_all, await_any_or_fail, current_coroutine, delay, spawn, suspend, timeout};

function step(string $name): string
{
    foreach ([1, 2] as $n) {
        echo "$name $n\n";
        suspend();                      // to the tail of the queue
    }
    return "$name is done";
}

$a = spawn(step(...), 'a');             // returns at once; the body runs later
$b = spawn('step', name: 'b');          // any callable, named arguments too
echo "main goes on\n";
echo await($a), ', ', await($b), "\n";

// Many at once: values and errors by key, in the order of the input.
[$values, $errors] = await_all([
    'slow' => spawn(function () { delay(20); return 'slow'; }),
    'fast' => spawn(fn() => 'fast'),
    'failing' => spawn(fn() => throw new RuntimeException('failed')),
]);
echo json_encode($values), ' and ', $errors['failing']->getMessage(), "\n";

// The first one that ends, with a limit on the time.
$race = [
    spawn(function () { delay(100000); }),
    spawn(function () { delay(5); return 'the faster one'; }),
];
echo await_any_or_fail($race, timeout(10000)), "\n";
$race[0]->cancel();                     // nobody does that for us: it might be wanted elsewhere

// What can be asked about a coroutine.
$c = spawn(function () { suspend(); return 42; });
printf("%s started, %s queued\n", $c->isStarted() ? 'is' : 'not', $c->isQueued() ? 'is' : 'not');
suspend();
printf("spawned at line %d, waits at line %d\n", $c->getSpawnFileAndLine()[1], $c->getSuspendFileAndLine()[1]);
await($c);
printf("result %d, %s\n", $c->getResult(), $c->isCompleted() ? 'completed' : 'running');
