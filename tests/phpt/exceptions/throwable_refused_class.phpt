--TEST--
C-11: a user class implementing Throwable by itself is refused as without the extension (any order)
--EXTENSIONS--
async
--FILE--
<?php
class Mine implements Throwable {}
?>
--EXPECTF--
Fatal error: Class Mine cannot implement interface Throwable, extend Exception or Error instead in %sthrowable_refused_class.php on line %d
