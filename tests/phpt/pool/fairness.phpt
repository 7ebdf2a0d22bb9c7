--TEST--
PO-12, X-5: 16 coroutines over 5 resources: everybody is served within two rounds (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;
use function Async\{await_all, spawn, suspend};

$pool = new Pool(fn () => new stdClass(), max: 5);
$served = 0;   // how many were served, ever
$worst = 0;
$counts = array_fill(0, 16, 0);
$all = [];
for ($c = 0; $c < 16; $c++) {
    $all[] = spawn(function () use ($pool, $c, &$served, &$worst, &$counts) {
        for ($i = 0; $i < 200; $i++) {
            $before = $served;
            $r = $pool->acquire();
            $worst = max($worst, $served - $before);  // how many were served while it waited
            $served++;
            $counts[$c]++;
            for ($k = ($c + $i) % 4; $k >= 0; $k--) suspend();
            $pool->release($r);
        }
    });
}
await_all($all);
echo 'worst wait: ', $worst, " others served meanwhile\n";
var_dump($worst <= 2 * 16, count($pool) <= 5, array_unique($counts));
?>
--EXPECTF--
worst wait: %d others served meanwhile
bool(true)
bool(true)
array(1) {
  [0]=>
  int(200)
}
