--TEST--
C-1: an enum cannot implement Awaitable (any order)
--EXTENSIONS--
async
--FILE--
<?php
enum Mine implements Async\Awaitable { case A; }
?>
--EXPECTF--
Fatal error: Enum Mine cannot implement interface Async\Awaitable in %sawaitable_refused_enum.php on line %d
