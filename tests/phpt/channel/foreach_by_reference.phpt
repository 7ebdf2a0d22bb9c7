--TEST--
CH-25: no iteration by reference (any order)
--EXTENSIONS--
async
--FILE--
<?php
$channel = new Async\Channel(1);
$channel->sendAsync(1);
try {
    foreach ($channel as &$value) echo "never\n";
} catch (Error $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
var_dump(count($channel));
?>
--EXPECT--
Error: Cannot iterate channel by reference
int(1)
