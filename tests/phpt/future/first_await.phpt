--TEST--
X-1, FU-9: await() of plain script code starts the scheduler (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Future;

var_dump(Async\get_coroutines());
var_dump(Future::completed('value')->await());
var_dump(count(Async\get_coroutines()));
?>
--EXPECT--
array(0) {
}
string(5) "value"
int(1)
