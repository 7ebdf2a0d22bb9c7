--TEST--
SY-50, SY-51, SY-52: rounds, who leaves, who breaks
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Barrier, SyncException};
use function Async\{await, await_all, spawn, suspend};

$barrier = new Barrier(3);
$work = function (string $name) use ($barrier) {
    for ($round = 1; $round <= 2; $round++) {
        echo $name, $round, ' ';
        if ($barrier->wait()) echo "| ";
    }
};
await_all([spawn($work, 'A'), spawn($work, 'B'), spawn($work, 'C')]);
echo "\n";

$wait = function (string $name) use ($barrier) {
    try {
        $last = $barrier->wait();
        echo $name, $last ? ' was last' : ' was not last', "\n";
    } catch (Throwable $e) {
        echo $name, ': ', get_class($e), ': ', $e->getMessage(), "\n";
    }
};
$a = spawn($wait, 'A');
$b = spawn($wait, 'B');
suspend();
$a->cancel(new AsyncCancellation('gone'));
suspend();
echo $barrier->waiting(), ' of ', $barrier->parties(), "\n";
$c = spawn($wait, 'C');
$d = spawn($wait, 'D');
await_all([$b, $c, $d]);

$e = spawn($wait, 'E');
suspend();
$barrier->abort();
await($e);
var_dump($barrier->isBroken());
$wait('main');
$barrier->reset();
$f = spawn($wait, 'F');
suspend();
$barrier->reset();
await($f);
var_dump($barrier->isBroken(), $barrier->waiting());
foreach ([fn () => new Barrier(0), fn () => new Barrier(2147483648), fn () => $barrier->__construct(1)] as $wrong) {
    try {
        $wrong();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
A1 B1 C1 | C2 A2 B2 | 
A: Async\AsyncCancellation: gone
1 of 3
D was last
B was not last
C was not last
E: Async\SyncException: Barrier is broken
bool(true)
main: Async\SyncException: Barrier is broken
F: Async\SyncException: Barrier is broken
bool(false)
int(0)
ValueError: Async\Barrier::__construct(): Argument #1 ($parties) must be between 1 and 2147483647
ValueError: Async\Barrier::__construct(): Argument #1 ($parties) must be between 1 and 2147483647
Error: Cannot call constructor twice
