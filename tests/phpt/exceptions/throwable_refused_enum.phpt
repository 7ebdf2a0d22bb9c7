--TEST--
C-11: an enum implementing Throwable is refused as without the extension (any order)
--EXTENSIONS--
async
--FILE--
<?php
interface Marked extends Throwable {}
enum Suit implements Marked { case A; }
?>
--EXPECTF--
Fatal error: Enum Suit cannot implement interface Throwable in %sthrowable_refused_enum.php on line %d
