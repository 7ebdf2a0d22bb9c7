--TEST--
C-100, C-101, C-104: await() gives the value, or the same exception object every time (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(fn(int $a, int $b) => $a + $b, 2, b: 3);
var_dump(await($c), await($c), $c->getResult());
$c = spawn(function () {});
var_dump(await($c));
$c = spawn(fn() => throw new LogicException('boom'));
$seen = [];
for ($i = 0; $i < 2; $i++) {
    try { await($c); } catch (LogicException $e) { $seen[] = $e; }
}
var_dump($seen[0] === $seen[1], $seen[0] === $c->getException(), $c->getResult(), $seen[0]->getMessage());
$c = spawn(fn() => delay(1000000));
suspend();
$mine = new Async\AsyncCancellation('mine');
$c->cancel($mine);
try { await($c); } catch (Async\AsyncCancellation $e) { var_dump($e === $mine); }
try { await(1); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECTF--
int(5)
int(5)
int(5)
NULL
bool(true)
bool(true)
NULL
string(4) "boom"
bool(true)
Async\await(): Argument #1 ($awaitable) must be of type Async\Completable, int given
