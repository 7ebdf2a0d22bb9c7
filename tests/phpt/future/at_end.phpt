--TEST--
FU-19, FU-20: what is still there at the end of the request is checked then (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};

class Keeper {
    public static $kept;
    public $self;
    public $future;
}
Keeper::$kept = Future::completed(1);
$cycle = new Keeper;
$cycle->self = $cycle;
$cycle->future = Future::completed(2)->ignore();
$global = Future::failed(new Exception('in a global'));
$global->finally(fn() => 1)->ignore();
register_shutdown_function(function () { echo "shutdown function\n"; });
echo "last line\n";
?>
--EXPECTF--
last line
shutdown function

Warning: Unhandled exception in Future: in a global; use catch() or ignore() to handle. Created at %sat_end.php:13, completed at %sat_end.php:13 in Unknown on line 0

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at %sat_end.php:9 in Unknown on line 0
