--TEST--
C-6, C-13: CompositeException is final (any order)
--EXTENSIONS--
async
--FILE--
<?php
class Mine extends Async\CompositeException {}
?>
--EXPECTF--
Fatal error: Class Mine %s final class %SAsync\CompositeException%S in %scomposite_final.php on line %d
