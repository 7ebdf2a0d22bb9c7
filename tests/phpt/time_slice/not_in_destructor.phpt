--TEST--
D-12: no slice ends in a destructor, in the class loader or in a coroutine that is alone (any order)
--INI--
async.time_slice=1
--FILE--
<?php
use function Async\{await, spawn, suspend};

$others = 0;
function busy(): void
{
    for ($until = hrtime(true) + 20_000_000; hrtime(true) < $until;);
}

final class Late
{
    public function __destruct()
    {
        global $others;
        $before = $others;
        busy();
        echo 'destructor alone: ', var_export($before === $others, true), "\n";
    }
}
spl_autoload_register(function (string $class) {
    global $others;
    $before = $others;
    busy();
    echo "loading $class alone: ", var_export($before === $others, true), "\n";
    eval("class $class {}");
});

$stop = false;
$other = spawn(function () use (&$others, &$stop) {
    while (!$stop) {
        $others++;
        suspend();
    }
});
suspend();
$late = new Late();
$late = null;
new Loaded();
$stop = true;
await($other);
busy();
echo "done\n";
?>
--EXPECT--
destructor alone: true
loading Loaded alone: true
done
