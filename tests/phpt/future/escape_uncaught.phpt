--TEST--
FU-16, C-47: at top level such an error is fatal (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Future;

function report() { throw new DomainException('in the callback'); }
$future = Future::completed(1)->map(report(...));
echo "last line\n";
?>
--EXPECTF--
last line

Fatal error: Uncaught DomainException: in the callback in %sescape_uncaught.php:4
Stack trace:
#0 [internal function]: report(1)
#1 {main}
  thrown in %sescape_uncaught.php on line 4

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at %sescape_uncaught.php:5 in Unknown on line 0

Warning: Unhandled exception in Future: in the callback; use catch() or ignore() to handle. Created at %sescape_uncaught.php:5 in Unknown on line 0
