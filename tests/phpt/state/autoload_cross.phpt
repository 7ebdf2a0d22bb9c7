--TEST--
C-163: two loaders that need each other's class end as one loader that needs itself does, not in a deadlock
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

spl_autoload_register(function (string $class) {
    suspend();
    $other = $class === 'Left' ? 'Right' : 'Left';
    echo "$class needs $other: " . var_export(class_exists($other), true) . "\n";
    eval("class $class {}");
});
$left = spawn(fn() => class_exists('Left'));
$right = spawn(fn() => class_exists('Right'));
var_dump(await($left), await($right));
?>
--EXPECT--
Right needs Left: false
Left needs Right: true
bool(true)
bool(true)
