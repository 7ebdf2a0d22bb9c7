--TEST--
IO-604, IO-605: STDIN suspends; its description keeps its blocking mode (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (!is_readable('/proc/self/fdinfo/0')) die('skip needs /proc/self/fdinfo'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';

$code = <<<'PHP'
use function Async\{spawn, await};
$reader = spawn(function () { while (($line = fgets(STDIN)) !== false) fwrite(STDOUT, "got $line"); });
$beside = spawn(function () { fwrite(STDERR, "beside\n"); fwrite(STDOUT, "ready\n"); });
await($reader);
$flags = trim(substr(strrchr(strstr(file_get_contents('/proc/self/fdinfo/0'), "\nmnt", true), ':'), 1));
fwrite(STDOUT, octdec($flags) & 04000 ? "non-blocking\n" : "blocking\n");
fclose(STDIN);
PHP;
$child = proc_open(php_child('-r', $code), [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
echo fgets($pipes[1]), fgets($pipes[2]);  // it goes on although nothing was written
fwrite($pipes[0], "one\n");
echo fgets($pipes[1]);
fwrite($pipes[0], "two\n");
fclose($pipes[0]);
echo stream_get_contents($pipes[1]), stream_get_contents($pipes[2]);
?>
--EXPECT--
ready
beside
got one
got two
blocking
