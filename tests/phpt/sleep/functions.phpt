--TEST--
IO-100, IO-101, IO-102, IO-103, IO-104: results, errors and warnings of the sleeping functions; zero yields once; equal deadlines keep their order
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

function attempt(callable $call): string
{
    $warnings = [];
    set_error_handler(function ($level, $text) use (&$warnings) {
        $warnings[] = $text;
        return true;
    });
    try {
        $result = $call();
    } catch (Throwable $e) {
        $result = get_class($e) . ': ' . $e->getMessage();
    }
    restore_error_handler();
    return json_encode([$result, $warnings]);
}
$all = fn() => [
    attempt(fn() => sleep(0)), attempt(fn() => sleep(-1)), attempt(fn() => usleep(0)), attempt(fn() => usleep(1)), attempt(fn() => usleep(-1)),
    attempt(fn() => time_nanosleep(0, 1)), attempt(fn() => time_nanosleep(-1, 0)), attempt(fn() => time_nanosleep(0, -1)),
    attempt(fn() => time_nanosleep(0, 1000000000)), attempt(fn() => time_sleep_until(1)), attempt(fn() => time_sleep_until(microtime(true) + 0.001)),
    attempt(fn() => sleep('x')), attempt(fn() => usleep()),
];
$stock = $all();
$cooperative = await(spawn($all));
var_dump($stock === $cooperative);
echo implode("\n", array_unique($cooperative)), "\n";

foreach ([fn() => sleep(0), fn() => usleep(0), fn() => time_nanosleep(0, 0), fn() => usleep(1)] as $i => $pause) {
    $turns = 0;
    spawn(function () use (&$turns) { $turns++; });
    await(spawn(fn() => $pause()));
    echo "$i: $turns\n";
}
$order = '';
$sleepers = [];
for ($i = 0; $i < 5; $i++) {
    $sleepers[] = spawn(function () use (&$order, $i) {
        usleep(20000);
        $order .= $i;
    });
}
array_map(fn($s) => await($s), $sleepers);
echo $order, "\n";
$forever = array_map(fn($f) => spawn($f), [fn() => sleep(1000000), fn() => usleep(PHP_INT_MAX), fn() => time_nanosleep(1000000, 0), fn() => time_sleep_until(1e15)]);
suspend();
foreach ($forever as $sleeper) {
    $sleeper->cancel();
    try {
        await($sleeper);
    } catch (Async\AsyncCancellation) {
        echo "cancelled\n";
    }
}
?>
--EXPECT--
bool(true)
[0,[]]
["ValueError: sleep(): Argument #1 ($seconds) must be greater than or equal to 0",[]]
[null,[]]
["ValueError: usleep(): Argument #1 ($microseconds) must be greater than or equal to 0",[]]
[true,[]]
["ValueError: time_nanosleep(): Argument #1 ($seconds) must be greater than or equal to 0",[]]
["ValueError: time_nanosleep(): Argument #2 ($nanoseconds) must be greater than or equal to 0",[]]
["ValueError: Nanoseconds was not in the range 0 to 999 999 999 or seconds was negative",[]]
[false,["time_sleep_until(): Argument #1 ($timestamp) must be greater than or equal to the current time"]]
["TypeError: sleep(): Argument #1 ($seconds) must be of type int, string given",[]]
["ArgumentCountError: usleep() expects exactly 1 argument, 0 given",[]]
0: 1
1: 1
2: 1
3: 1
01234
cancelled
cancelled
cancelled
cancelled
