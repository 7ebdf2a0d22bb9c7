--TEST--
X-1, X-7, FU-2, FU-10: futures before any coroutine (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\get_coroutines;

$state = new FutureState;
$future = new Future($state);
$mapped = $future->map(function ($v) { echo "callback\n"; return $v + 1; });
$plain = Future::completed(1);
$plain->ignore();
var_dump($future->isCompleted(), count(get_coroutines()));
$state->complete(1);
echo "starts the scheduler and does not suspend\n";
var_dump(count(get_coroutines()));
$mapped->finally(function ($v) { echo "drained: $v\n"; })->ignore();
echo "last line\n";
?>
--EXPECT--
bool(false)
int(0)
starts the scheduler and does not suspend
int(2)
last line
callback
drained: 2
