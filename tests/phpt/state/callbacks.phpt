--TEST--
C-160, C-163: comparison and walk callbacks of interleaved calls stay with their call (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

$calls = [
    'usort' => function (int $sign) {
        $list = [3, 1, 2];
        usort($list, function ($a, $b) use ($sign) {
            $pair = [$a, $b];
            usort($pair, fn($x, $y) => [suspend(), $x <=> $y][1]);
            suspend();
            return $sign * ($a <=> $b);
        });
        return $list;
    },
    'uasort' => function (int $sign) {
        $map = ['a' => 3, 'b' => 1, 'c' => 2];
        uasort($map, fn($a, $b) => [suspend(), $sign * ($a <=> $b)][1]);
        return $map;
    },
    'uksort' => function (int $sign) {
        $map = ['b' => 1, 'a' => 2, 'c' => 3];
        uksort($map, fn($a, $b) => [suspend(), $sign * strcmp($a, $b)][1]);
        return $map;
    },
    'array_udiff' => fn(int $sign) => array_udiff([1, 2, 3, 4], [$sign + 2], fn($a, $b) => [suspend(), $a <=> $b][1]),
    'array_uintersect_uassoc' => fn(int $sign) => array_uintersect_uassoc(['a' => $sign, 'b' => 2], ['a' => $sign, 'b' => 5],
        fn($a, $b) => [suspend(), $a <=> $b][1], fn($a, $b) => [suspend(), strcmp($a, $b)][1]),
    'array_walk' => function (int $sign) {
        $list = [1, 2, 3];
        array_walk($list, function (&$value, $key) use ($sign) { suspend(); $value *= $sign; });
        return $list;
    },
    'array_walk_recursive' => function (int $sign) {
        $tree = [[1, 2], [3]];
        array_walk_recursive($tree, function (&$value) use ($sign) { suspend(); $value *= $sign; });
        return $tree;
    },
    'array_map' => fn(int $sign) => array_map(fn($v) => [suspend(), $v * $sign][1], [1, 2, 3]),
    'array_filter' => fn(int $sign) => array_values(array_filter([-1, 2, -3], fn($v) => [suspend(), $v * $sign > 0][1])),
    'preg_replace_callback' => fn(int $sign) => preg_replace_callback('/\d/', fn($m) => [suspend(), $m[0] * $sign][1], 'a1b2'),
    'iterator_apply' => function (int $sign) {
        $sum = 0;
        iterator_apply($list = new ArrayIterator([1, 2, 3]), function () use (&$sum, $sign, &$list) {
            suspend();
            $sum += $sign * $list->current();
            return true;
        });
        return $sum;
    },
];
foreach ($calls as $name => $call) {
    $up = spawn($call, 1);
    $down = spawn($call, -1);
    echo $name, ' ', json_encode(await($up)), ' ', json_encode(await($down)), "\n";
}
?>
--EXPECT--
usort [1,2,3] [3,2,1]
uasort {"b":1,"c":2,"a":3} {"a":3,"c":2,"b":1}
uksort {"a":2,"b":1,"c":3} {"c":3,"b":1,"a":2}
array_udiff {"0":1,"1":2,"3":4} {"1":2,"2":3,"3":4}
array_uintersect_uassoc {"a":1} {"a":-1}
array_walk [1,2,3] [-1,-2,-3]
array_walk_recursive [[1,2],[3]] [[-1,-2],[-3]]
array_map [1,2,3] [-1,-2,-3]
array_filter [2] [-1,-3]
preg_replace_callback "a1b2" "a-1b-2"
iterator_apply 6 -6
