--TEST--
C-162: every coroutine has its own stack of output buffers (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

ob_start();
echo "main buffer\n";
$c = spawn(function () {
    echo "not buffered\n";
    var_dump(ob_get_level());
    ob_start();
    echo "own";
    suspend();
    echo " buffer";
    $text = ob_get_clean();
    suspend();
    ob_start();
    echo "left open\n";
    return $text;
});
suspend();
var_dump(ob_get_level());
$text = await($c);
$main = ob_get_clean();
echo "[$text]\n[$main]\n";
?>
--EXPECTF--
not buffered
int(0)
left open
[own buffer]
[main buffer
int(1)
]
