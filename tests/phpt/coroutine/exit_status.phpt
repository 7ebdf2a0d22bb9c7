--TEST--
C-146: the status of exit(n) in a coroutine is the status of the process (any order)
--EXTENSIONS--
async
--FILE--
<?php
$php = getenv('TEST_PHP_EXECUTABLE');
$code = 'Async\spawn(function () { exit(7); }); try { Async\delay(1000000); } finally { echo "unwound\n"; }';
passthru("$php -r " . escapeshellarg($code), $status);
echo $status, "\n";
?>
--EXPECTF--
unwound
7
