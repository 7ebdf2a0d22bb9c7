--TEST--
C-10: an uncaught cancellation whose __toString() fails (any order)
--EXTENSIONS--
async
--FILE--
<?php
class Bad extends Cancellation
{
    public function __toString(): string { throw new Cancellation('inner'); }
}
throw new Bad('outer');
?>
--EXPECTF--
Fatal error: Uncaught Cancellation: inner in %suncaught_in_tostring.php:4
Stack trace:
#0 [internal function]: Bad->__toString()
#1 {main}
  thrown in %suncaught_in_tostring.php on line 4
