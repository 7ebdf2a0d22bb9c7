--TEST--
SY-82: no ready case starves, and the same script picks the same way each time (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\select;

$x = new Channel(300);
$y = new Channel(300);
$z = new Channel(300);
for ($i = 0; $i < 300; $i++) {
    $x->send($i);
    $y->send($i);
    $z->send($i);
}
$counts = ['x' => 0, 'y' => 0, 'z' => 0];
for ($i = 0; $i < 300; $i++) {
    [$key] = select(['x' => $x, 'y' => $y, 'z' => $z]);
    $counts[$key]++;
}
foreach ($counts as $key => $count) {
    echo $key, ': ', $count > 60 && $count < 140 ? 'a fair share' : $count, "\n";
}
// Two loops in step with each other.
$first = [];
for ($i = 0; $i < 20; $i++) {
    $first[] = select(['x' => $x, 'y' => $y])[0];
    select(['x' => $x, 'y' => $y]);
}
echo count(array_unique($first)), "\n";
?>
--EXPECT--
x: a fair share
y: a fair share
z: a fair share
2
