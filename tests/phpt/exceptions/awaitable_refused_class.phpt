--TEST--
C-1: a user class cannot implement Awaitable (any order)
--EXTENSIONS--
async
--FILE--
<?php
echo "before\n";
if (true) {
    class Mine implements Async\Awaitable {}
}
echo "never\n";
?>
--EXPECTF--
before

Fatal error: Class Mine cannot implement interface Async\Awaitable in %sawaitable_refused_class.php on line %d
