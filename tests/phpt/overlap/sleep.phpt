--TEST--
IO-100, IO-101, IO-102, IO-103, IO-104, IO-1: five sleepers of each kind are all asleep before the first wakes, and wake in order
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';

$until = 0;
$sleeps = [
    'sleep' => fn() => sleep(1),
    'usleep' => fn() => usleep(500000),
    'time_nanosleep' => fn() => time_nanosleep(0, 500000000),
    'time_sleep_until' => function ($i) use (&$until) {
        return time_sleep_until($until + $i / 100);
    },
];
foreach ($sleeps as $function => $sleep) {
    $awake = '';
    $until = microtime(true) + 0.5;
    overlap($function, function ($i) use ($sleep, &$awake) {
        arrived();
        $result = $sleep($i);
        $awake .= $i;
        return $result;
    }, fn() => null);
    echo $awake, "\n";
}
?>
--EXPECT--
sleep: 5 arrived, 0 done, turns, [0,0,0,0,0]
01234
usleep: 5 arrived, 0 done, turns, [null,null,null,null,null]
01234
time_nanosleep: 5 arrived, 0 done, turns, [true,true,true,true,true]
01234
time_sleep_until: 5 arrived, 0 done, turns, [true,true,true,true,true]
01234
