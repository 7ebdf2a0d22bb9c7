--TEST--
C-162: a script that ends the ini buffer and starts one of its own has that for itself (any order)
--EXTENSIONS--
async
--INI--
output_buffering=4096
--FILE--
<?php
use function Async\{await, spawn, suspend};

while (ob_get_level()) ob_end_clean();
ob_start();
echo 'main';
$child = spawn(function () { echo "child: ", ob_get_level(), "\n"; });
await($child);
echo strtoupper(ob_get_clean()), "\n";
?>
--EXPECT--
child: 0
MAIN
