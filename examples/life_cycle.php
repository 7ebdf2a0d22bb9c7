<?php
// docs/life-cycle.md: what happens after the last line of the script.
use function Async\{delay, spawn, suspend};

register_shutdown_function(function () {
    echo "3. shutdown functions\n";
    spawn(fn() => print("4. what they spawned\n"));
});
final class Last
{
    public function __destruct()
    {
        echo "5. destructors, which may wait\n";
        suspend();
        spawn(fn() => print("6. and spawn\n"));
    }
}
$last = new Last;
spawn(function () {
    delay(5);
    echo "2. coroutines run to their end without being awaited\n";
});
echo "1. the script ends\n";
