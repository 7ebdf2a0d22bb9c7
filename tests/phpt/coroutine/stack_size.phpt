--TEST--
Settings: a stack size out of range is refused with the allowed range
--EXTENSIONS--
async
--FILE--
<?php
passthru(getenv('TEST_PHP_EXECUTABLE') . ' -d display_errors=1 -d async.stack_size=2G -r ' . escapeshellarg('echo ini_get("async.stack_size"), "\n";') . ' 2>&1');
?>
--EXPECTF--
%A async.stack_size must be between 64K and 1G, "2G" given%A
