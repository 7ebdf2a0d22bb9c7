--TEST--
PO-17: idle resources are checked in a coroutine, sick ones are replaced up to min
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;
use function Async\{suspend, timeout};

$n = 0;
$sick = [1, 3];
$rounds = new Async\Channel(10);
$pool = new Pool(function () use (&$n) { return ++$n; }, fn ($r) => print("destroy $r\n"),
    healthcheck: function ($r) use (&$pool, &$sick, $rounds) {
        suspend();
        if ($r === 2) $active = $pool->activeCount();
        $rounds->sendAsync($r . (isset($active) ? " ($active active)" : ''));
        if ($r === 3) throw new LogicException('swallowed');
        return !in_array($r, $sick);
    }, min: 2, max: 4, healthcheckInterval: 1);
$three = [$pool->acquire(), $pool->acquire(), $pool->acquire()];
array_map($pool->release(...), $three);
for ($i = 0; $i < 3; $i++) {
    $what = $rounds->recv(timeout(60000));
    echo "checked $what\n";
}
$sick = [];
$next = [$rounds->recv(timeout(60000)), $rounds->recv(timeout(60000))];
echo implode(' ', $next), "\n";  // the next round: who was found healthy, and the replacement
$pool->close();
echo count($pool), "\n";

// The timer keeps nothing alive.
$idle = new Pool(fn () => 'r', healthcheck: fn () => print("never\n"), min: 1, healthcheckInterval: 1000000);
$without = new Pool(fn () => 'r', min: 1, healthcheckInterval: 1);
?>
--EXPECTF--
destroy 1
checked 1
checked 2 (1 active)
destroy 3
checked 3
2 (1 active) 4
%Adestroy 2
destroy 4
0
