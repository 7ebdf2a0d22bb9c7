--TEST--
FU-10, C-146: exit() in a callback ends the application (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};

$state = new FutureState;
$future = new Future($state);
$last = $future->map(function () { exit("exit\n"); });
$next = $future->map(function () { echo "not called\n"; })->ignore();
register_shutdown_function(function () { echo "shutdown function\n"; });
$state->complete(1);
try {
    $last->await();
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
exit
Graceful shutdown
shutdown function
