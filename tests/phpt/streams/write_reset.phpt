--TEST--
IO-231: a reset wakes a parked writer; it gets the count sent so far, the next write fails (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

[$a, $b] = tcp_pair();
$writer = spawn(function () use ($a) {
    $sent = fwrite($a, str_repeat('x', 20000000));
    var_dump(is_int($sent) && $sent > 0 && $sent < 20000000);
    var_dump(fwrite($a, 'more'), feof($a));
});
suspend();  // it fills the buffers and waits
fclose($b);  // with unread data: a reset
await($writer);
?>
--EXPECTF--

Notice: fwrite(): Send of %d bytes failed with errno=%d %s in %s on line %d
bool(true)

Notice: fwrite(): Send of 4 bytes failed with errno=32 Broken pipe in %s on line %d
bool(false)
bool(true)
