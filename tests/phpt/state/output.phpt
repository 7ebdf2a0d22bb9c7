--TEST--
C-162: buffers nest, flush, clean and end per coroutine; one left open goes out at the end; callbacks may suspend and spawn
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

ob_start(fn(string $text) => "[main:$text]\n");
echo 'm1 ';
$a = spawn(function () {
    echo "a has level ", ob_get_level(), "\n";
    ob_start(fn(string $text) => "[a:$text]");
    echo 'a1 ';
    ob_start();
    echo 'inner';
    suspend();
    $inner = ob_get_contents();
    ob_clean();
    echo strtoupper($inner), ' ', ob_get_level();
    ob_flush();
    suspend();
    ob_end_flush();
    echo ' a2 ';
});
$b = spawn(function () {
    ob_start();
    echo 'b1 ';
    suspend();
    $text = ob_get_clean();
    echo "b: $text\n";
    var_dump(ob_get_level());
});
suspend();
echo 'm2 ';
await($a);
await($b);
ob_end_flush();
echo "-- a callback that suspends and spawns\n";
$c = spawn(function () {
    ob_start(function (string $text) {
        spawn(function () { echo "spawned by the callback\n"; });
        suspend();
        return strtoupper($text);
    });
    echo "text\n";
    ob_end_flush();
});
$d = spawn(function () { echo "somebody else\n"; });
await($c);
suspend();
echo "-- the ban stays\n";
spawn(function () {
    ob_start(function (string $text) { ob_start(); return $text; });
    echo 'x';
    ob_end_flush();
});
?>
--EXPECTF--
a has level 0
b: b1 
int(0)
[a:a1 INNER 2 a2 ][main:m1 m2 ]
-- a callback that suspends and spawns
somebody else
spawned by the callback
TEXT
-- the ban stays

Fatal error: ob_start(): Cannot use output buffering in output buffering display handlers in %soutput.php on line %d
