--TEST--
C-162: the buffer of ini output_buffering is shared by all coroutines; those they start are their own
--EXTENSIONS--
async
--INI--
output_buffering=4096
--FILE--
<?php
use function Async\{await, spawn, suspend};

echo "1 ";
$child = spawn(function () {
    echo "2 ";
    header('X-Test: late');
    ob_start();
    echo 'own';
    suspend();
    echo strtoupper(ob_get_clean()), ' ', ob_get_level(), headers_sent() ? ' sent' : ' not sent', "\n";
    ob_start(fn(string $text) => "[$text]");
    echo 'left open';
});
suspend();
echo "3 ";
await($child);
$all = ob_get_contents();
var_dump(strlen($all) > 0, str_contains($all, "1 2 3 OWN 1 not sent\n[left open]"));
echo "-- its end is everybody's\n";
ob_start();
echo "kept by main\n";
$ender = spawn(function () {
    ob_end_flush();
    var_dump(ob_get_level());
    ob_start();
    echo "own again\n";
    suspend();
    var_dump(ob_get_level());
});
suspend();
var_dump(ob_get_level());
await($ender);
ob_end_flush();
var_dump(ob_get_level());
?>
--EXPECT--
1 2 3 OWN 1 not sent
[left open]bool(true)
bool(true)
-- its end is everybody's
int(0)
own again
int(1)
kept by main
int(1)
int(0)
