--TEST--
IO-1, IO-403: before the first use of coroutines stream_select() is stock (any order)
--EXTENSIONS--
async
--FILE--
<?php
$read = [];
$none = null;
try {
    stream_select($read, $none, $none, 0);
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
No stream arrays were passed
