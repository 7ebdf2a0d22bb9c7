--TEST--
C-163: a user error handler that suspends leaves the other coroutines theirs; restoring and replacing it meanwhile holds
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

$calls = 0;
set_error_handler(function (int $level, string $message) use (&$calls) {
    $n = ++$calls;
    echo "$n in: $message\n";
    suspend();
    @trigger_error('inside the handler: goes nowhere', E_USER_NOTICE);
    suspend();
    echo "$n out: $message\n";
    return true;
});
$trigger = function (string $name) {
    trigger_error("from $name", E_USER_WARNING);
    echo "$name goes on\n";
};
$a = spawn($trigger, 'A');
$b = spawn($trigger, 'B');
await($a);
await($b);
echo "-- replaced while it waits\n";
$a = spawn($trigger, 'A');
suspend();
set_error_handler(function ($level, $message) { echo "second: $message\n"; return true; });
trigger_error('from main', E_USER_WARNING);
await($a);
trigger_error('from main again', E_USER_WARNING);
restore_error_handler();
echo "-- restored to the first\n";
$a = spawn($trigger, 'A');
suspend();
restore_error_handler();
echo $undefined;
await($a);
?>
--EXPECTF--
1 in: from A
2 in: from B
1 out: from A
A goes on
2 out: from B
B goes on
-- replaced while it waits
3 in: from A
second: from main
second: inside the handler: goes nowhere
3 out: from A
A goes on
second: from main again
-- restored to the first
4 in: from A

Warning: Undefined variable $undefined in %serror_handler.php on line %d
4 out: from A
A goes on
