--TEST--
IT-2, C-146: exit() in a callback
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{iterate, suspend};

register_shutdown_function(function () { echo "shutdown function\n"; });
iterate([1, 2, 3], function ($v) {
    echo "begin $v\n";
    suspend();
    exit("exit\n");
});
echo "not reached\n";
?>
--EXPECT--
begin 1
exit
shutdown function
