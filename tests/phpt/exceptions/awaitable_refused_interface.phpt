--TEST--
C-1: an interface of the user's does not smuggle Awaitable in (any order)
--EXTENSIONS--
async
--FILE--
<?php
interface Promise extends Async\Awaitable {}
var_dump(interface_exists('Promise'));
if (true) {
    abstract class Mine implements Promise {}
}
?>
--EXPECTF--
bool(true)

Fatal error: Class Mine cannot implement interface Async\Awaitable in %sawaitable_refused_interface.php on line %d
