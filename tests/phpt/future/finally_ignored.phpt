--TEST--
FU-22, FU-19: finally() does not handle the error of its source (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Future;

function run() {
    Future::failed(new Exception('source'))->finally(function () { echo "callback\n"; })->ignore();
}
run();
echo "later output of the top level\n";
?>
--EXPECTF--
later output of the top level
callback

Warning: Unhandled exception in Future: source; use catch() or ignore() to handle. Created at %sfinally_ignored.php:5, completed at %sfinally_ignored.php:5 in Unknown on line 0
