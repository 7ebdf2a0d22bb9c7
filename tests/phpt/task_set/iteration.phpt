--TEST--
TS-5, TG-21: iteration takes entries out (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\TaskSet;
use function Async\{await_all, suspend};

$set = new TaskSet;
$set->spawnWithKey('slow', function () { suspend(); suspend(); return 's'; });
$set->spawnWithKey('fast', fn() => 'f');
$set->spawnWithKey('bad', fn() => throw new DomainException('b'));
$set->close();
foreach ($set as $key => [$result, $error]) {
    echo "$key: ", $error ? $error->getMessage() : $result, ', left ', count($set), "\n";
}
foreach ($set as $x) echo "never\n";
$set = new TaskSet;
for ($i = 0; $i < 100; $i++) {
    $set->spawn(fn() => $i);
}
$sum = 0;
foreach ($set as $key => [$result]) {
    $sum += $result;
    if ($key < 50) $set->spawn(fn() => 1000);
    if (count($set) === 0) break;
}
var_dump($sum, await_all([$set])[0]);
?>
--EXPECT--
slow: s, left 2
fast: f, left 1
bad: b, left 0
int(54950)
array(1) {
  [0]=>
  NULL
}
